#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/pass.glsl"
// Brightness, contrast, saturation (tune.xyz); then towards the last finished picture (second) as far as the flash limiter
// asks: extra 1 is the new picture alone. amount 0 is blackout.
void main() {
    vec3 c = texture(picture, uv).rgb;
    c = (c * drive.tune.x - 0.5) * drive.tune.y + 0.5;
    c = mix(vec3(dot(c, vec3(0.2126, 0.7152, 0.0722))), c, drive.tune.z);
    c = clamp(c, 0.0, 1.0);
    if (drive.extra < 1.0) c = mix(texture(second, uv).rgb, c, drive.extra);
    result = vec4(c * drive.amount, 1.0);
}
