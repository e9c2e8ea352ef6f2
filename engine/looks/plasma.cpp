#include "engine/looks/draw.h"

namespace chladni {

// Broad waves that cross: two straight ones, one round, and a slow tide that bends them; dark where they cancel out.
void draw_plasma(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.16f + 0.40f * motion.warp;
    const float angle = 0.125f + 0.02f * (motion.shape.angle - 0.5f);
    const float ca = wave(angle + 0.25f), sa = wave(angle);
    const float cx = 0.9f * wave(0.05f * t + motion.shape.pick[0]), cy = 0.6f * wave(0.07f * t + motion.shape.pick[1]);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float tide = bend * noise.at(0.6f * x + motion.shape.x + 0.08f * t, 0.6f * y + motion.shape.y);
        const float u = ca * x + sa * y + tide, v = ca * y - sa * x - tide;
        const float round = std::sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy) + 0.05f);
        const float sum = wave(0.62f * u + 0.11f * t) + wave(0.62f * v - 0.09f * t) + 0.5f * wave(0.5f * round - 0.16f * t + tide);
        const float strong = soft_step(0.0f, 1.05f, std::abs(sum));
        return {0.5f + 0.5f * wave(0.25f * std::clamp(1.6f * sum, -1.0f, 1.0f)), 0.12f + 0.98f * strong};
    });
}

}  // namespace chladni
