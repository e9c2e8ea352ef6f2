#include "engine/looks/draw.h"

namespace chladni {

// Two inks on pale water, drawn out into bands that curl around each other, as on marbled paper.
void draw_ink(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.35f + 0.45f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float px = 0.50f * x + motion.shape.x, py = 0.50f * y + motion.shape.y;
        const float qx = noise.at(px, py + 0.10f * t), qy = noise.at(px + 5.2f, py + 1.3f - 0.08f * t);
        const float hill = noise.at(px + bend * qx + 0.05f * t, py + bend * qy);
        const float turns = 1.25f * hill + 0.06f * t, band = wave(turns), which = wave(0.5f * turns);  // one band of the one ink, one of the other
        const float water = soft_step(0.25f, -0.60f, band);
        return {0.5f + 0.5f * which, 0.92f + 0.10f * qx, 0.88f * water};
    });
}

}  // namespace chladni
