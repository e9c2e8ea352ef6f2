#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// What was (second: this pass's last result) stays behind, drifts outwards and fades. The lighter of both keeps the
// picture from going grey. extra: how much of it is left after this display frame.
void main() {
    vec3 now = texture(picture, uv).rgb;
    vec2 from_centre = uv - 0.5;
    vec3 was = texture(second, 0.5 + from_centre * (1.0 - 0.012 * drive.amount)).rgb;
    float kept = drive.extra;
    result = vec4(mix(now, max(now, was * kept), min(1.0, 1.4 * drive.amount)), 1.0);
}
