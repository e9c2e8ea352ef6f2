#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// The picture lit like a wet surface: light from above left (Blinn 1977). It is as high as the picture's soft copy (second) is
// bright, so that a model's grain and cells are no ridges.
float height(vec2 at) { return dot(texture(second, at).rgb, vec3(0.2126, 0.7152, 0.0722)); }

float shine(float x) {  // x^24
    x *= x, x *= x, x *= x;
    return x * x * x;
}

void main() {
    const float reach = 0.024, steepness = 5.0;  // of the picture's height; of the surface
    vec2 corner = uv - 0.5 * vec2(reach / drive.aspect, reach);  // so that the differences are of the places around uv
    vec2 slope = vec2(height(corner + vec2(reach / drive.aspect, 0.0)), height(corner + vec2(0.0, reach))) - height(corner);
    slope *= smoothstep(0.01, 0.06, length(slope));  // what is nearly flat is flat
    slope *= steepness / (1.0 + 3.0 * length(slope));  // an edge is a slope too, not a wall
    vec3 normal = normalize(vec3(-slope, 1.0));
    const vec3 light = normalize(vec3(-0.45, -0.65, 0.9)), halfway = normalize(light + vec3(0.0, 0.0, 1.0));
    float lit = dot(normal, light) / light.z;  // 1 where the surface is flat
    float gleam = max(shine(max(dot(normal, halfway), 0.0)) - shine(halfway.z), 0.0);
    vec3 c = texture(picture, uv).rgb * mix(1.0, lit, 0.8 * drive.amount);
    result = vec4(clamp(c + 0.4 * drive.amount * gleam, 0.0, 1.0), 1.0);
}
