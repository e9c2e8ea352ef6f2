#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// The two frames around now, at the size they were made in. extra: how far towards the second.
void main() {
    vec3 from = texture(picture, uv).rgb;
    result = vec4(mix(from, texture(second, uv).rgb, drive.extra), 1.0);
}
