#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// A kick pulls the picture towards the eye, the middle more than the edge.
void main() {
    vec2 from_centre = uv - 0.5;
    float pull = drive.amount * (0.22 - 0.12 * dot(from_centre, from_centre));
    result = vec4(texture(picture, 0.5 + from_centre * (1.0 - pull)).rgb, 1.0);
}
