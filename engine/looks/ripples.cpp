#include "engine/looks/draw.h"

#include <array>

namespace chladni {

namespace {

constexpr float kFlat = 0.26f;  // how much wider than high rings look from the shore

struct Source {
    float x = 0, y = 0, phase = 0, strength = 1;
};

// One drop that wanders, and a weaker one.
std::array<Source, 2> sources_of(const Motion& motion) {
    const float place = motion.shape.angle + 0.015f * motion.time_s;
    return {{{1.1f * wave(place), 0.7f * wave(place + 0.3f), motion.shape.pick[1], 1.0f},
             {1.4f * wave(0.7f * place + 0.1f), 0.9f * wave(place + 0.6f), motion.shape.pick[2], 0.3f}}};
}

}  // namespace

// Rings on a pond, seen from its shore: long flat waves, lit from above; a kick sends a swell out from the middle.
void draw_ripples(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.05f + 0.16f * motion.warp;
    const auto sources = sources_of(motion);
    const float swell_at = 2.1f * motion.kick_age_s, swell = 0.9f * std::sqrt(motion.kick);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float bend = sway * noise.at(0.8f * x + motion.shape.x, 0.8f * y + motion.shape.y + 0.1f * t);
        float height = 0.0f, slope = 0.0f;
        for (const Source& source : sources) {
            const float dx = kFlat * (x - source.x), dy = y - source.y + bend;
            const float far = std::sqrt(dx * dx + dy * dy + 0.02f);
            const float turns = 1.42f * far - 0.36f * t + source.phase;
            height += source.strength * wave(turns);
            slope += source.strength * wave(turns + 0.25f) * dy / far;
        }
        const float ring = swell * bell((std::sqrt(kFlat * x * x + y * y) - swell_at) / 0.5f);
        return {0.5f + 0.40f * height + 0.3f * ring, 0.85f + 0.26f * slope + 0.12f * height + 0.4f * ring};
    });
}

}  // namespace chladni
