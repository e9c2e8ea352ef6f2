#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Light spills over: the picture's soft, small copy (second) is screened on, its lights more than its shadows. What is bright
// already takes little of it, so that a pale picture keeps its colours.
void main() {
    vec3 c = texture(picture, uv).rgb;
    vec3 soft = texture(second, uv).rgb;
    float room = 1.0 - dot(c, vec3(0.2126, 0.7152, 0.0722));
    vec3 spill = drive.amount * room * soft * smoothstep(0.12, 0.75, max(soft.r, max(soft.g, soft.b)));
    result = vec4(1.0 - (1.0 - c) * (1.0 - spill), 1.0);
}
