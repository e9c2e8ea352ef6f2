#include "engine/looks/draw.h"

#include <array>

namespace chladni {

namespace {

struct Blob {
    float x = 0, y = 0, size = 1;
};

// Each blob rises and sinks in its own time.
std::array<Blob, 9> blobs_of(const Motion& motion) {
    std::array<Blob, 9> blobs;
    for (std::size_t k = 0; k < blobs.size(); ++k) {
        const auto n = static_cast<float>(k);
        const float own = motion.shape.pick[k % 4] + 0.37f * n;
        blobs[k] = {-1.6f + 0.4f * n + 0.2f * wave(own + 0.035f * motion.time_s),
                    0.85f * wave(own * 1.7f + (0.045f + 0.012f * static_cast<float>(k % 3)) * motion.time_s),
                    (0.33f + 0.07f * wave(own * 2.3f)) * (1.0f + 0.12f * motion.kick)};
    }
    return blobs;
}

}  // namespace

// Warm drops that melt together, bright where they face the light.
void draw_lava(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.06f + 0.22f * motion.warp;
    const auto blobs = blobs_of(motion);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float tide = bend * noise.at(0.8f * x + motion.shape.x, 0.8f * y + motion.shape.y - 0.2f * t);
        float full = 0.0f, slope = 0.0f;
        for (const Blob& blob : blobs) {
            const float dx = x - blob.x + tide, dy = y - blob.y - 0.5f * tide, near = bell(std::sqrt(dx * dx + dy * dy) / blob.size);
            full += near;
            slope -= near * (dx + dy) / blob.size;
        }
        const float inside = soft_step(0.15f, 0.9f, full);
        const float glow = 0.06f + 0.06f * y + 0.16f * clamped(full);
        return {mixed(glow, 0.55f + 0.3f * clamped(full - 0.4f) + 0.16f * slope, inside), mixed(0.40f - 0.06f * y, 0.98f + 0.42f * slope, inside), 0.45f * inside * clamped(slope)};
    });
}

}  // namespace chladni
