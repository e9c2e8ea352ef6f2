#include "engine/looks/draw.h"

namespace chladni {

// Curtains of light, one behind the other, under a dim sky: each has a wavy lower edge, fades upwards and hangs in broad folds.
void draw_aurora(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.30f + 0.40f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        float glow = 0.0f, weight = 0.18f, tone = 0.18f * (0.08f + 0.05f * y);
        for (int k = 0; k < 3; ++k) {
            const auto back = static_cast<float>(k);
            const float px = x * (0.50f + 0.14f * back) + motion.shape.x + 3.7f * back + 0.06f * t * (1.0f + back);
            const float above = 0.85f - 0.62f * back + sway * noise.at(px, motion.shape.y + 0.15f * t + 2.0f * back) - y;
            const float high = std::max(0.0f, above) / 0.65f;
            const float fold = 0.5f + 0.75f * noise.at(1.9f * px + 0.35f * above, motion.shape.y + 5.0f + 0.25f * t);
            const float curtain = soft_step(-0.14f, 0.22f, above) * std::max(0.06f, fold) / (1.0f + high * high);
            glow += curtain;
            weight += curtain;
            tone += curtain * clamped(1.0f - 0.42f * high + 0.05f * back);
        }
        return {tone / weight, 0.46f + 0.85f * glow};
    });
}

}  // namespace chladni
