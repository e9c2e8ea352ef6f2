// Built where LibTorch is.
#include "engine/runtime/encode_sound.h"

#include <algorithm>
#include <cmath>

#include "engine/audio/resample.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

double length_s(const AudioEncoder& encoder, const EncodeCall& call) { return static_cast<double>(call.num_video_frames) / encoder.config().frames_per_second; }

// Cut after the last frame, so that a longer file gives the same tokens.
std::vector<float> heard_mono(const AudioBuffer& sound, double length_s) {
    AudioBuffer part{sound.sample_rate, sound.channels, {}};
    const auto wanted = static_cast<std::size_t>(samples_in(Seconds{length_s}, sound.sample_rate).value);
    const std::size_t there = std::min(sound.samples.size(), wanted * static_cast<std::size_t>(sound.channels));
    part.samples.assign(sound.samples.begin(), sound.samples.begin() + static_cast<std::ptrdiff_t>(there));
    std::vector<float> mono = mono_of(part);
    for (float& sample : mono)
        if (!std::isfinite(sample)) sample = 0.0f;
    mono.resize(std::max(mono.size(), std::min(wanted, static_cast<std::size_t>(sound.sample_rate))), 0.0f);  // something to look for beats in
    return mono;
}

}  // namespace

EncodedSound encode_sound(AudioEncoder& encoder, const AudioBuffer& sound, const EncodeCall& call) {
    std::vector<float> mono = heard_mono(sound, length_s(encoder, call));
    std::vector<double> beats_s = call.beats_s.value_or(std::vector<double>{});
    if (!call.beats_s && encoder.config().use_beat_features) beats_s = analyze_song(mono, sound.sample_rate, false, call.beat_nets).beats_s;
    mono = resample(mono, sound.sample_rate, encoder.sample_rate());
    return encoder.hear({mono, Seconds{0}, beats_s}, Seconds{0}, call.num_video_frames, call.return_features);
}

EncodedSound encode_sound(AudioEncoder& encoder, const std::filesystem::path& file, const EncodeCall& call) {
    constexpr double kSpare_s = 1.0;  // a decoder gives whole packets
    return encode_sound(encoder, load_sound_beginning(file.string(), length_s(encoder, call) + kSpare_s), call);
}

}  // namespace chladni
