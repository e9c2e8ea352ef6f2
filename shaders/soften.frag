#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// One step towards a small soft copy: nine taps, tune.x pixels of the source apart.
void main() {
    vec2 step_uv = drive.tune.x / drive.source_size;
    vec3 sum = 4.0 * texture(picture, uv).rgb;
    for (int y = -1; y <= 1; ++y)
        for (int x = -1; x <= 1; ++x)
            if (x != 0 || y != 0) sum += (x == 0 || y == 0 ? 2.0 : 1.0) * texture(picture, uv + vec2(x, y) * step_uv).rgb;
    result = vec4(sum / 16.0, 1.0);
}
