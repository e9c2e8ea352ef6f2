#include "engine/looks/draw.h"

#include <array>

namespace chladni {

namespace {

struct Source {
    float x = 0, y = 0, phase = 0;
};

std::array<Source, 3> sources_of(const Motion& motion) {
    std::array<Source, 3> sources;
    for (std::size_t k = 0; k < sources.size(); ++k) {
        const auto n = static_cast<float>(k);
        const float place = motion.shape.angle + n / 3.0f + 0.012f * motion.time_s;
        sources[k] = {(0.5f + 0.5f * motion.shape.pick[k]) * wave(place), 0.6f * wave(place + 0.25f), motion.shape.pick[(k + 1) % 4]};
    }
    return sources;
}

}  // namespace

// Rings from three drops cross on a surface that is lit from the upper left; a kick sends a swell out from the middle.
void draw_ripples(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.15f + 0.4f * motion.warp;
    const auto sources = sources_of(motion);
    const float swell_at = 2.6f * motion.kick_age_s, swell = 0.9f * std::sqrt(motion.kick);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float bend = sway * noise.at(0.6f * x + motion.shape.x, 0.6f * y + motion.shape.y + 0.1f * t);
        float height = 0.0f, slope = 0.0f;
        for (const Source& source : sources) {
            const float dx = x - source.x + bend, dy = y - source.y - bend;
            const float far = std::sqrt(dx * dx + dy * dy + 0.02f);
            const float turns = 1.05f * far - 0.42f * t + source.phase, fade = 1.0f / (1.0f + 0.5f * far * far);
            height += fade * wave(turns);
            slope += fade * wave(turns + 0.25f) * (dx + dy) / far;
        }
        const float off = std::sqrt(x * x + y * y) - swell_at;
        const float ring = swell * bell(off / 0.42f);
        return {0.5f + 0.30f * height + 0.35f * ring, 0.82f + 0.30f * slope + 0.10f * height + 0.4f * ring};
    });
}

}  // namespace chladni
