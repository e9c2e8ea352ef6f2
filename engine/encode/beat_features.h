#pragma once

#include <array>
#include <span>

namespace chladni {

/// What a token knows of the beat.
struct BeatFeatures {
    static constexpr std::size_t kCount = 5;

    /// Cosine and sine of the phase (0 on a beat), nearness of the beat behind and of the one ahead (1 on it, falling with
    /// 0.16 s), and 1 where there are beats around at all. Zeros without beats. `beats_s` ascending.
    static std::array<float, kCount> at(double time_s, std::span<const double> beats_s);
};

}  // namespace chladni
