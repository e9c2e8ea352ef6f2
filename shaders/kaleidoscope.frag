#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// The picture mirrored around the centre; amount fades from the plain picture to the rosette.
void main() {
    vec2 p = vec2((uv.x - 0.5) * drive.aspect, uv.y - 0.5);
    float sector = kTau / drive.segments;
    float angle = atan(p.y, p.x) + 0.08 * drive.time_s;
    angle = abs(mod(angle, sector) - 0.5 * sector);
    vec2 turned = length(p) * vec2(cos(angle), sin(angle));
    vec2 at = mirrored(vec2(turned.x / drive.aspect, turned.y) + 0.5);
    result = vec4(mix(texture(picture, uv).rgb, texture(picture, at).rgb, smoothstep(0.0, 1.0, drive.amount)), 1.0);
}
