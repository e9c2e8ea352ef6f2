#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

inline constexpr double kLongestStill_s = 2.0;  ///< a picture that is shown for longer ends a stretch

/// A part of a film without a cut. A moment in it shows one of its own pictures, where each moment shows the nearest picture.
struct FilmStretch {
    double begin_s = 0;  ///< its first picture, on the film's clock
    double until_s = 0;  ///< from here on the next picture is nearer, or the film stands still
};

/// `times_s`: of all pictures, ascending; `breaks`: those that begin a stretch of their own, ascending; `last_s`: how long the
/// film's last picture is shown.
std::vector<FilmStretch> stretches_of(std::span<const double> times_s, std::span<const std::size_t> breaks, double last_s);

/// Pictures before which the film stood still.
std::vector<std::size_t> standstills(std::span<const double> times_s);

/// Where clips of so many frames begin: one after the other from the beginning of each stretch, what is left is left out.
std::vector<double> clip_begins(std::span<const FilmStretch> stretches, int frames, double frame_rate);

/// Stretches with room for none.
std::size_t short_stretches(std::span<const FilmStretch> stretches, int frames, double frame_rate);

}  // namespace chladni
