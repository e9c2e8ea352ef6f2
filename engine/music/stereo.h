#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

namespace chladni {

inline constexpr int kStudioRate = 48000;

/// A track of two channels being mixed, 48 kHz.
struct Stereo {
    explicit Stereo(std::size_t length) : left(length), right(length) {}
    std::size_t length() const { return left.size(); }

    /// Adds one sample at a place between the channels: -1 left, 0 middle, 1 right. What lies after the end is lost.
    void add(std::size_t at, float sample, float place = 0.0f) {
        if (at >= left.size()) return;
        left[at] += sample * std::sqrt(0.5f - 0.5f * place);
        right[at] += sample * std::sqrt(0.5f + 0.5f * place);
    }

    std::vector<float> left, right;
};

/// The first sample at or after a time.
inline std::size_t sample_at(double time_s) { return static_cast<std::size_t>(std::llround(time_s * kStudioRate)); }

}  // namespace chladni
