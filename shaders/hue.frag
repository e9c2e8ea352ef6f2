#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Colours turn about the grey axis (Rodrigues' rotation), by the sound's brightness and slowly with time.
void main() {
    vec3 c = texture(picture, uv).rgb;
    float turn = drive.amount * (0.35 * (drive.brightness - 0.5) + 0.15 * sin(0.11 * drive.time_s)) * kTau;
    vec3 axis = vec3(0.57735);
    vec3 turned = c * cos(turn) + cross(axis, c) * sin(turn) + axis * dot(axis, c) * (1.0 - cos(turn));
    result = vec4(clamp(turned, 0.0, 1.0), 1.0);
}
