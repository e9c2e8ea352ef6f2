#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Light spills over: the picture's soft, small copy (second) is screened on, its lights more than its shadows.
void main() {
    vec3 c = texture(picture, uv).rgb;
    vec3 soft = texture(second, uv).rgb;
    vec3 spill = drive.amount * soft * smoothstep(0.12, 0.75, max(soft.r, max(soft.g, soft.b)));
    result = vec4(1.0 - (1.0 - c) * (1.0 - spill), 1.0);
}
