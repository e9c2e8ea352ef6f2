#pragma once

#include <cmath>

#include "engine/types/audio_buffer.h"

namespace chladni {

inline constexpr double kClicksBpm = 120.0;

/// Four bars of short falling tones on the beat, for a loop without a seam.
inline AudioBuffer clicks(int rate = 48000) {
    AudioBuffer clip;
    clip.sample_rate = rate;
    clip.samples.resize(static_cast<std::size_t>(rate) * 8);
    const auto beat = static_cast<std::size_t>(rate) / 2;
    for (std::size_t i = 0; i < clip.samples.size(); ++i) {
        const double since_s = static_cast<double>(i % beat) / rate;
        clip.samples[i] = static_cast<float>(0.8 * std::exp(-40.0 * since_s) * std::sin(2.0 * M_PI * 90.0 * since_s));
    }
    return clip;
}

}  // namespace chladni
