#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Relative luminance (WCAG 2) of one cell of the picture as it would be finished (tune as in finish.frag), from 36 places.
vec3 linear_of(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c)); }

void main() {
    float sum = 0.0;
    for (int y = 0; y < 6; ++y)
        for (int x = 0; x < 6; ++x) {
            vec2 at = (gl_FragCoord.xy - 0.5 + (vec2(x, y) + 0.5) / 6.0) / drive.size;
            vec3 c = texture(picture, at).rgb;
            c = clamp((c * drive.tune.x - 0.5) * drive.tune.y + 0.5, 0.0, 1.0);
            sum += dot(linear_of(c), vec3(0.2126, 0.7152, 0.0722));
        }
    result = vec4(vec3(sum / 36.0), 1.0);
}
