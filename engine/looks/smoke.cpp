#include "engine/looks/draw.h"

namespace chladni {

namespace {

// Two sizes of the same drift.
float density(const SmoothNoise& noise, float x, float y, float bend) {
    return 0.72f * noise.at(x + bend, y - 0.5f * bend) + 0.30f * noise.at(1.9f * x + 1.4f * bend + 3.0f, 1.7f * y);
}

}  // namespace

// A thin veil behind, a thick one in front, both rising and curling; the light comes from the upper left.
void draw_smoke(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, curl = 0.35f + 0.5f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float bx = 0.6f * x + motion.shape.x + 6.0f, by = 0.4f * y + motion.shape.y + 0.14f * t;
        const float veil = noise.at(bx + 0.5f * noise.at(bx, by + 5.0f), by);
        const float px = 1.15f * x + motion.shape.x, py = 0.75f * y + motion.shape.y + 0.32f * t;
        const float bend = curl * noise.at(0.55f * px + 0.06f * t, 0.6f * py + 7.0f);
        const float here = density(noise, px, py, bend), lit = density(noise, px + 0.16f, py + 0.2f, bend);
        const float thick = soft_step(-0.45f, 0.65f, here);
        return {mixed(0.12f + 0.22f * (veil + 0.3f), 0.98f - 0.25f * (veil + 0.5f), thick), std::max(0.35f, 0.72f + 0.25f * thick + 0.75f * (here - lit) + 0.12f * veil), 0.34f};
    });
}

}  // namespace chladni
