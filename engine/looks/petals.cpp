#include <array>

#include "engine/looks/draw.h"

namespace chladni {

namespace {

constexpr float kAcross = 1.70f, kDown = 1.40f;  // from one flower to the next; every other row is half of that aside

struct Flower {
    float dx = 0, dy = 0;  // from its heart
    float own = 0;         // differs from its neighbours'
};

Flower flower_at(float x, float y, int column, int row) {
    const float aside = row % 2 ? 0.5f : 0.0f;
    return {x - (static_cast<float>(column) + aside) * kAcross, y - static_cast<float>(row) * kDown, 0.31f * static_cast<float>(column) + 0.17f * static_cast<float>(row)};
}

// The four whose hearts are around a place, always in the same order, since they lie on each other: no other one reaches there.
std::array<Flower, 4> flowers_around(float x, float y) {
    std::array<Flower, 4> out;
    const int row = whole_below(y / kDown);
    for (int i = 0; i < 4; ++i) {
        const int at = row + i / 2;
        out[static_cast<std::size_t>(i)] = flower_at(x, y, whole_below(x / kAcross - (at % 2 ? 0.5f : 0.0f)) + i % 2, at);
    }
    return out;
}

}  // namespace

// A meadow seen from above: flowers of five petals, each with a heart of its own tone; a kick opens them.
void draw_petals(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.06f + 0.30f * motion.warp, open = 1.0f + 0.08f * motion.kick + 0.05f * wave(0.09f * t);
    const float right = 8.0f * motion.shape.pick[0] + 0.05f * t, down = 8.0f * motion.shape.pick[1] + 0.03f * t;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float wx = x + right + bend * noise.at(0.6f * x + motion.shape.x, 0.6f * y + 0.12f * t);
        const float wy = y + down + bend * noise.at(0.6f * x + 5.0f, 0.6f * y + motion.shape.y - 0.1f * t);
        float tone = 0.04f, light = 0.55f, pale = 0.0f;
        for (const Flower& flower : flowers_around(wx, wy)) {
            const float far = std::sqrt(flower.dx * flower.dx + flower.dy * flower.dy);
            const float lobe = wave(5.0f * (turn_of(flower.dy, flower.dx) + motion.shape.angle + 0.02f * t + flower.own));
            const float edge = open * 0.76f * (1.0f + 0.18f * lobe * soft_step(0.0f, 0.55f, far));
            const float inside = soft_step(-0.06f, 0.32f, edge - far), heart = bell(far / 0.32f);
            tone = mixed(tone, 0.98f - 0.75f * heart, inside);
            light = mixed(light, 1.0f + 0.12f * lobe, inside);
            pale = mixed(pale, 0.62f * (1.0f - heart), inside);
        }
        return {tone, light, pale};
    });
}

}  // namespace chladni
