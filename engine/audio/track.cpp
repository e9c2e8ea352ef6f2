#include "engine/audio/track.h"

#include <algorithm>

#include "engine/audio/resample.h"

namespace chladni {

namespace {

AudioBuffer with_channels(const AudioBuffer& sound, int channels) {
    AudioBuffer out{sound.sample_rate, channels, {}};
    const auto from = static_cast<std::size_t>(sound.channels), to = static_cast<std::size_t>(channels);
    const auto length = static_cast<std::size_t>(sound.length().value);
    out.samples.resize(length * to);
    for (std::size_t i = 0; i < length; ++i)
        for (std::size_t c = 0; c < to; ++c) out.samples[i * to + c] = sound.samples[i * from + std::min(c, from - 1)];
    return out;
}

}  // namespace

AudioBuffer conform(AudioBuffer sound, int sample_rate, int channels) {
    if (sound.channels != channels) sound = with_channels(sound, channels);
    return sound.sample_rate == sample_rate ? std::move(sound) : resample(sound, sample_rate);
}

std::vector<float> mono_of(const AudioBuffer& sound, ChannelChoice choice) {
    const auto channels = static_cast<std::size_t>(sound.channels);
    const ChannelSpan heard = span_of(choice, channels);
    std::vector<float> mono(static_cast<std::size_t>(sound.length().value));
    for (std::size_t i = 0; i < mono.size(); ++i) {
        for (std::size_t c = heard.begin; c < heard.end; ++c) mono[i] += sound.samples[i * channels + c];
        mono[i] /= static_cast<float>(heard.size());
    }
    return mono;
}

}  // namespace chladni
