#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// To the size of the program picture, by a cubic B-spline in four bilinear taps (Sigg and Hadwiger, GPU Gems 2, chapter 20):
// soft where bilinear shows its cells. tune.xy: scale of uv about the centre; below 1 fills, above 1 leaves bars.
// extra 1: the sizes are equal, and pixels are passed on as they are.
vec4 weights(float x) {
    float y = 1.0 - x;
    return vec4(y * y * y, 4.0 - 6.0 * x * x + 3.0 * x * x * x, 4.0 - 6.0 * y * y + 3.0 * y * y * y, x * x * x) / 6.0;
}

vec3 smooth_texture(vec2 at) {
    vec2 place = at * drive.source_size - 0.5;
    vec2 whole = floor(place), part = place - whole;
    vec4 wx = weights(part.x), wy = weights(part.y);
    vec2 low = vec2(wx.x + wx.y, wy.x + wy.y), high = vec2(wx.z + wx.w, wy.z + wy.w);
    vec2 near = (whole - 0.5 + vec2(wx.y, wy.y) / low) / drive.source_size;
    vec2 far = (whole + 1.5 + vec2(wx.w, wy.w) / high) / drive.source_size;
    return low.y * (low.x * texture(picture, near).rgb + high.x * texture(picture, vec2(far.x, near.y)).rgb) +
           high.y * (low.x * texture(picture, vec2(near.x, far.y)).rgb + high.x * texture(picture, far).rgb);
}

void main() {
    vec2 at = (uv - 0.5) * drive.tune.xy + 0.5;
    if (any(lessThan(at, vec2(0.0))) || any(greaterThan(at, vec2(1.0)))) {
        result = vec4(0.0, 0.0, 0.0, 1.0);
    } else if (drive.extra > 0.5) {
        result = vec4(texelFetch(picture, ivec2(gl_FragCoord.xy), 0).rgb, 1.0);
    } else {
        result = vec4(smooth_texture(at), 1.0);
    }
}
