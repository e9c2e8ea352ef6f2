#pragma once

#include <span>

namespace chladni {

/// How near two lists of moments are to each other, 0..1: each moment counts exp(-d^2 / (2 sigma^2)), d its distance to the
/// nearest of the other list, sigma 50 ms. (After the beat alignment score of Siyao et al., "Bailando", CVPR 2022, which goes one
/// way only: a picture that flickers meets every beat, so the other way is asked too.)
struct BeatAlignment {
    double sound_to_picture = 0;  ///< mean over what is heard: is every beat seen?
    double picture_to_sound = 0;  ///< mean over what is seen: is it on a beat?
    double both = 0;              ///< their harmonic mean
};

inline constexpr double kAlignmentSigma_s = 0.05;

/// Seconds, ascending. 0 where one list is empty. Pure.
BeatAlignment align_beats(std::span<const double> heard_s, std::span<const double> seen_s);

}  // namespace chladni
