#include "engine/looks/draw.h"

namespace chladni {

// Noise bent by noise bent by noise: plumes that fold into each other.
void draw_ink(const Motion& motion, const SmoothNoise& noise, Field& out) {
    const float t = motion.time_s, bend = 0.7f + 0.9f * motion.warp;
    paint(out, motion.zoom, [&](float x, float y) -> Dab {
        const float px = 0.75f * x + motion.shape.x, py = 0.75f * y + motion.shape.y;
        const float qx = noise.at(px, py + 0.16f * t), qy = noise.at(px + 5.2f, py + 1.3f - 0.12f * t);
        const float rx = noise.at(px + bend * qx + 1.7f + 0.10f * t, py + bend * qy + 9.2f);
        const float ry = noise.at(px + bend * qx + 8.3f, py + bend * qy + 2.8f - 0.09f * t);
        const float plume = noise.at(px + bend * rx, py + bend * ry);
        const float depth = rx * rx + ry * ry;
        return {0.5f + 0.75f * plume + 0.25f * qx, 0.55f + 0.75f * depth + 0.35f * soft_step(-0.5f, 0.7f, plume + 0.5f * qy)};
    });
}

}  // namespace chladni
