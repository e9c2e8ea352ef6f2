#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "engine/looks/look_film.h"

namespace chladni {

using Rgb = std::vector<std::uint8_t>;

inline Drive playing(float energy = 0.6f) { return {.bass = 0.5f, .energy = energy, .hue = 0.3f}; }
inline Drive silence() { return {.energy = 0.0f, .calm = 1.0f}; }

/// Draws films of a small size.
struct FilmRig {
    LookChoice choice{.look = 0, .palette = 0, .seed = 7, .width = 128, .height = 72};
    LookFilm film{choice};

    explicit FilmRig(std::size_t look = 0, std::size_t palette = 0, std::uint64_t seed = 7) : choice{look, palette, seed, 128, 72}, film(choice) {}

    Rgb frame(const Drive& drive) {
        Rgb rgb(static_cast<std::size_t>(choice.width * choice.height * 3));
        film.frame(drive, rgb);
        return rgb;
    }
};

/// Mean luma of full scale, 0..1.
inline double mean_luma(const Rgb& rgb) {
    double sum = 0;
    for (std::size_t i = 0; i < rgb.size(); i += 3) sum += 0.299 * rgb[i] + 0.587 * rgb[i + 1] + 0.114 * rgb[i + 2];
    return sum / 255.0 / (static_cast<double>(rgb.size()) / 3.0);
}

/// Mean difference of two frames, of full scale.
inline double change(const Rgb& a, const Rgb& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += std::abs(static_cast<int>(a[i]) - static_cast<int>(b[i]));
    return sum / 255.0 / static_cast<double>(a.size());
}

/// The envelope of kicks every so many frames.
inline float kick_at(int frame, int every) {
    return static_cast<float>(std::exp(-(frame % every) / kFilmRate / kKickFall_s));
}

}  // namespace chladni
