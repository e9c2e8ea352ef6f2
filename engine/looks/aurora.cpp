#include "engine/looks/draw.h"

namespace chladni {

// Curtains of light, one behind the other: each has a wavy lower edge and fades upwards, with broad folds along it.
void draw_aurora(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.35f + 0.45f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        float glow = 0.0f, weight = 0.25f, tone = 0.25f * (0.12f + 0.1f * y);
        for (int k = 0; k < 3; ++k) {
            const auto back = static_cast<float>(k);
            const float px = x * (0.45f + 0.12f * back) + motion.shape.x + 3.7f * back + 0.05f * t * (1.0f + back);
            const float edge = 0.75f - 0.55f * back + sway * noise.at(px, motion.shape.y + 0.13f * t + back);
            const float above = edge - y;
            const float fold = 0.62f + 0.5f * noise.at(1.7f * px + 0.5f * above, motion.shape.y + 5.0f + 0.22f * t);
            const float curtain = soft_step(-0.3f, 0.25f, above) * fold / (1.0f + 1.1f * std::max(0.0f, above) * std::max(0.0f, above));
            glow += curtain;
            weight += curtain;
            tone += curtain * clamped(0.42f + 0.38f * above + 0.12f * back);
        }
        return {tone / weight, 0.30f + 0.75f * glow};
    });
}

}  // namespace chladni
