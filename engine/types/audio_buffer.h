#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/units.h"

namespace chladni {

/// Decoded sound, whole, in memory. Interleaved: sample s of channel c stands at s * channels + c.
struct AudioBuffer {
    int sample_rate = 48000;
    int channels = 1;
    std::vector<float> samples;  ///< [length * channels], full scale is 1

    Samples length() const { return {static_cast<std::int64_t>(samples.size()) / channels}; }
    Seconds duration() const { return seconds_of(length(), sample_rate); }
};

/// The mean of all channels of interleaved samples, in place of what `mono` held.
inline void mix_to_mono(std::span<const float> interleaved, int channel_count, std::vector<float>& mono) {
    const auto channels = static_cast<std::size_t>(channel_count);
    mono.resize(interleaved.size() / channels);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        float sum = 0.0f;
        for (std::size_t c = 0; c < channels; ++c) sum += interleaved[i * channels + c];
        mono[i] = sum / static_cast<float>(channels);
    }
}

inline std::vector<float> mono_of(const AudioBuffer& buffer) {
    if (buffer.channels == 1) return buffer.samples;
    std::vector<float> mono;
    mix_to_mono(buffer.samples, buffer.channels, mono);
    return mono;
}

}  // namespace chladni
