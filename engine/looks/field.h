#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/looks/smooth_noise.h"

namespace chladni {

/// What a scene's shapes are drawn from: anew with every scene.
struct ShapeSeed {
    float x = 0, y = 0;           ///< where on the noise it lies, units
    float angle = 0;              ///< turns
    std::array<float, 4> pick{};  ///< 0..1 each, for what a look wants to vary
};

/// How a frame moves.
struct Motion {
    float time_s = 0;    ///< flows faster with energy
    float warp = 0;      ///< 0..1, how far the bass bends the shapes
    float zoom = 1;      ///< above 1 everything is larger
    float kick = 0;      ///< 0..1
    float kick_age_s = 9;  ///< how long ago the kick was
    float bass = 0, energy = 0;
    ShapeSeed shape;
};

/// A picture before it has colours: a place in the palette, a light and a paleness per pixel.
struct Field {
    int width = 0, height = 0;  ///< px
    std::vector<float> tone;    ///< [height, width], 0..1 from one end of the palette to the other
    std::vector<float> light;   ///< [height, width], 1 is plain
    std::vector<float> pale;    ///< [height, width], 0 is the palette's colour, 1 is white

    Field(int w, int h) : width(w), height(h), tone(static_cast<std::size_t>(w * h)), light(tone.size()), pale(tone.size()) {}
};

/// A pixel of a field.
struct Dab {
    float tone = 0, light = 1, pale = 0;
};

/// Fills a field from a function of the place: y from -1 (top) to 1, x to the same scale, 0 in the middle.
template <typename At>
void paint(Field& field, float zoom, At&& at) {
    const float step = 2.0f / (static_cast<float>(field.height) * zoom);
    std::size_t i = 0;
    for (int row = 0; row < field.height; ++row) {
        const float y = (static_cast<float>(row) + 0.5f - 0.5f * static_cast<float>(field.height)) * step;
        for (int column = 0; column < field.width; ++column, ++i) {
            const Dab dab = at((static_cast<float>(column) + 0.5f - 0.5f * static_cast<float>(field.width)) * step, y);
            field.tone[i] = dab.tone;
            field.light[i] = dab.light;
            field.pale[i] = dab.pale;
        }
    }
}

}  // namespace chladni
