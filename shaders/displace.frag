#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Slow waves bend the picture; bass makes them deeper.
void main() {
    vec2 p = vec2((uv.x - 0.5) * drive.aspect, uv.y - 0.5) * 5.0;
    float t = drive.time_s * 0.35;
    vec2 bend = vec2(sin(p.y * 1.3 + t) + 0.5 * sin(p.y * 2.7 - 1.7 * t + p.x), sin(p.x * 1.1 - t) + 0.5 * sin(p.x * 2.3 + 1.3 * t - p.y));
    result = vec4(texture(picture, mirrored(uv + 0.035 * drive.amount * bend)).rgb, 1.0);
}
