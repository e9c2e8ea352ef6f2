#include "engine/looks/draw.h"

namespace chladni {

// Three veils at three distances, rising; the light comes from the upper left.
void draw_smoke(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, curl = 0.35f + 0.55f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        float tone = 0.2f + 0.12f * y, light = 0.55f;
        for (int k = 0; k < 3; ++k) {
            const auto near = static_cast<float>(k);
            const float size = 0.95f - 0.17f * near;
            const float px = size * x + motion.shape.x + 4.1f * near, py = size * y + motion.shape.y + t * (0.16f + 0.09f * near);
            const float bend = curl * noise.at(0.8f * px + 0.05f * t, 0.8f * py + 7.0f);
            const float here = noise.at(px + bend, py - bend), lit = noise.at(px + bend + 0.22f, py - bend + 0.3f);
            const float veil = 0.8f * soft_step(-0.35f, 0.55f, here);
            tone = mixed(tone, 0.42f + 0.2f * near + 0.25f * here, veil);
            light = mixed(light, 0.85f + 0.75f * (here - lit) + 0.12f * near, veil);
        }
        return {tone, std::max(0.2f, light)};
    });
}

}  // namespace chladni
