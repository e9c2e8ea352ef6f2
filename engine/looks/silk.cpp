#include "engine/looks/draw.h"

namespace chladni {

// Cloth in a slow wind: long folds across the picture, lit from one side.
void draw_silk(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.35f + 0.45f * motion.warp;
    const float turn = 0.10f + 0.02f * (motion.shape.angle - 0.5f), ca = wave(turn + 0.25f), sa = wave(turn);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float u = ca * x - sa * y, v = sa * x + ca * y;
        const float wind = noise.at(0.35f * u + motion.shape.x + 0.14f * t, 0.3f * v + motion.shape.y);
        const float gust = noise.at(0.7f * u + motion.shape.x + 0.2f * t + 4.0f, 0.55f * v + motion.shape.y + 8.0f + 0.3f * wind);
        const float across = 1.05f * v + sway * wind + 0.3f * sway * gust + 0.05f * t;
        const float fold = wave(across), lit = wave(across + 0.2f);
        return {0.5f + 0.36f * wave(0.5f * across + 0.25f * wind) + 0.25f * gust, 0.86f + 0.34f * lit + 0.10f * fold, 0.55f * clamped(lit) * clamped(lit)};
    });
}

}  // namespace chladni
