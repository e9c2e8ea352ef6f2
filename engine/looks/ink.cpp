#include "engine/looks/draw.h"

namespace chladni {

// Ink on water, drawn out into bands that curl around each other, as on marbled paper.
void draw_ink(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.35f + 0.45f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float px = 0.50f * x + motion.shape.x, py = 0.50f * y + motion.shape.y;
        const float qx = noise.at(px, py + 0.10f * t), qy = noise.at(px + 5.2f, py + 1.3f - 0.08f * t);
        const float hill = noise.at(px + bend * qx + 0.05f * t, py + bend * qy);
        const float turns = 1.25f * hill + 0.06f * t, band = wave(turns);
        return {0.5f + 0.46f * band, 0.86f + 0.16f * wave(turns + 0.2f) + 0.12f * qx};
    });
}

}  // namespace chladni
