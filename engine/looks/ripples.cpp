#include "engine/looks/draw.h"

#include <array>

namespace chladni {

namespace {

struct Source {
    float x = 0, y = 0, phase = 0, strength = 1;
};

// One drop that wanders, and a weaker one.
std::array<Source, 2> sources_of(const Motion& motion) {
    const float place = motion.shape.angle + 0.015f * motion.time_s, apart = 1.2f + 0.5f * motion.shape.pick[0];
    return {{{0.9f * wave(place), 0.5f * wave(place + 0.3f), motion.shape.pick[1], 1.0f},
             {apart * wave(0.7f * place + 0.1f), 0.8f * wave(place + 0.6f), motion.shape.pick[2], 0.35f}}};
}

}  // namespace

// Rings on a surface that is lit from the upper left; a kick sends a swell out from the middle.
void draw_ripples(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, sway = 0.04f + 0.22f * motion.warp;
    const auto sources = sources_of(motion);
    const float swell_at = 2.1f * motion.kick_age_s, swell = 0.9f * std::sqrt(motion.kick);
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float bend = sway * noise.at(0.6f * x + motion.shape.x, 0.6f * y + motion.shape.y + 0.1f * t);
        float height = 0.0f, slope = 0.0f;
        for (const Source& source : sources) {
            const float dx = x - source.x + bend, dy = y - source.y - bend;
            const float far = std::sqrt(dx * dx + dy * dy + 0.03f);
            const float turns = 1.55f * far - 0.36f * t + source.phase, strength = source.strength / (1.0f + 0.10f * far * far);
            height += strength * wave(turns);
            slope += strength * wave(turns + 0.25f) * (dx + dy) / far;
        }
        const float ring = swell * bell((std::sqrt(x * x + y * y) - swell_at) / 0.5f);
        return {0.5f + 0.42f * height + 0.3f * ring, 0.85f + 0.28f * slope + 0.14f * height + 0.4f * ring};
    });
}

}  // namespace chladni
