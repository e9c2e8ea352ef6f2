#include "engine/looks/draw.h"

namespace chladni {

// Curtains of light in the night: upright rays, brightest at their wavy lower edge and of another colour high above, that wander
// along the folds they hang in.
void draw_aurora(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.10f + 0.34f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float u = x + 0.06f * t + sway * noise.at(0.5f * x + motion.shape.x, 0.45f * y + motion.shape.y + 0.2f * t);
        const float fold = noise.at(0.45f * u + motion.shape.x, motion.shape.y + 0.10f * t);
        const float ray = 0.5f + 0.32f * wave(1.0f * u + 0.8f * fold + motion.shape.angle) + 0.45f * noise.at(1.5f * u, 0.15f * y + motion.shape.y + 0.2f * t);
        const float above = 0.55f + 0.55f * noise.at(0.7f * u + 3.7f, motion.shape.y + 0.15f * t) - y;
        const float glow = clamped(ray) * soft_step(-0.20f, 0.25f, above) / (1.0f + 0.35f * std::max(0.0f, above));
        return {clamped(0.95f - 0.75f * above), 0.10f + 1.25f * glow};
    });
}

}  // namespace chladni
