#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// The picture lit like a wet surface, as high as it is bright: light from above left (Blinn 1977).
float height(vec3 c) { return dot(c, vec3(0.2126, 0.7152, 0.0722)); }

float shine(float x) {  // x^24
    x *= x, x *= x, x *= x;
    return x * x * x;
}

void main() {
    const float reach = 0.018, steepness = 4.5;  // of the picture's height; of the surface
    vec3 c = texture(picture, uv).rgb;
    vec3 right = texture(picture, uv + vec2(reach / drive.aspect, 0.0)).rgb, below = texture(picture, uv + vec2(0.0, reach)).rgb;
    vec2 slope = vec2(height(right), height(below)) - height(c);
    slope *= smoothstep(0.02, 0.08, length(slope));  // what is nearly flat is: grain and cells of a model stay unseen
    slope *= steepness / (1.0 + 3.0 * length(slope));  // an edge is a slope too, not a wall
    vec3 normal = normalize(vec3(-slope, 1.0));
    const vec3 light = normalize(vec3(-0.45, -0.65, 0.9)), halfway = normalize(light + vec3(0.0, 0.0, 1.0));
    float lit = dot(normal, light) / light.z;  // 1 where the surface is flat
    float gleam = max(shine(max(dot(normal, halfway), 0.0)) - shine(halfway.z), 0.0);
    c *= mix(1.0, lit, 0.8 * drive.amount);
    result = vec4(clamp(c + 0.4 * drive.amount * gleam, 0.0, 1.0), 1.0);
}
