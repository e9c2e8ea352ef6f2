#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/music/stereo.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

inline double rms_of(std::span<const float> sound) {
    double power = 0.0;
    for (const float s : sound) power += static_cast<double>(s) * s;
    return sound.empty() ? 0.0 : std::sqrt(power / static_cast<double>(sound.size()));
}

inline float peak_of(std::span<const float> sound) {
    float peak = 0.0f;
    for (const float s : sound) peak = std::max(peak, std::abs(s));
    return peak;
}

inline std::vector<float> channel_of(const AudioBuffer& buffer, std::size_t channel) {
    std::vector<float> out;
    for (std::size_t i = channel; i < buffer.samples.size(); i += static_cast<std::size_t>(buffer.channels))
        out.push_back(buffer.samples[i]);
    return out;
}

/// A stretch of a sound of the studio's rate, seconds.
inline std::span<const float> stretch(std::span<const float> sound, double from_s, double to_s) {
    const std::size_t from = std::min(sample_at(from_s), sound.size()), to = std::min(sample_at(to_s), sound.size());
    return sound.subspan(from, to - from);
}

/// The power of a sound at one frequency, whatever its phase: one line of its Fourier transform.
inline double power_at(std::span<const float> sound, double hz) {
    const double turn = 2.0 * M_PI * hz / kStudioRate;
    double real = 0.0, imaginary = 0.0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        real += static_cast<double>(sound[i]) * std::cos(turn * static_cast<double>(i));
        imaginary += static_cast<double>(sound[i]) * std::sin(turn * static_cast<double>(i));
    }
    return (real * real + imaginary * imaginary) / static_cast<double>(sound.size());
}

}  // namespace chladni
