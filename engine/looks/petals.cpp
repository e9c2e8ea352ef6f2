#include "engine/looks/draw.h"

#include <numbers>

namespace chladni {

// Rings of petals, the outer ones first, each with a wide edge and turned against the next; a kick opens them.
void draw_petals(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.08f + 0.3f * motion.warp;
    const float lobes = 4.0f + std::floor(3.99f * motion.shape.pick[0]);
    const float open = 1.0f + 0.12f * motion.kick + 0.08f * wave(0.09f * t);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float wx = x + bend * noise.at(0.7f * x + motion.shape.x, 0.7f * y + 0.12f * t);
        const float wy = y + bend * noise.at(0.7f * x + 5.0f, 0.7f * y + motion.shape.y - 0.1f * t);
        const float far = std::sqrt(wx * wx + wy * wy), turn = std::atan2(wy, wx) * (0.5f * std::numbers::inv_pi_v<float>);
        float tone = 0.12f + 0.1f * wave(0.2f * far - 0.05f * t), light = 0.5f;
        for (int k = 0; k < 4; ++k) {
            const auto ring = static_cast<float>(k);
            const float spin = (k % 2 ? -0.018f : 0.018f) * t * (1.0f + 0.3f * ring) + motion.shape.angle + 0.5f * ring / lobes;
            const float lobe = wave(lobes * (turn + spin));
            const float edge = open * (1.55f - 0.38f * ring) * (1.0f + 0.20f * lobe);
            const float inside = soft_step(-0.05f, 0.42f, edge - far);
            const float along = clamped(far / (edge + 0.05f));
            tone = mixed(tone, 0.34f + 0.19f * ring + 0.25f * (along - 0.5f), inside);
            light = mixed(light, 0.58f + 0.5f * along + 0.12f * lobe + 0.07f * ring, inside);
        }
        return {tone, light + 0.5f * bell(far / 0.3f)};
    });
}

}  // namespace chladni
