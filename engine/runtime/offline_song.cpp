// Chosen where FFmpeg is built in.
#include "engine/runtime/offline_song.h"

#include <algorithm>

#include "engine/audio/resample.h"
#include "engine/media/audio_file.h"

namespace chladni {

OfflineSong OfflineSong::load(const std::filesystem::path& path, const BeatNets& nets) {
    OfflineSong song;
    song.sound_ = load_audio_file(path);
    song.mono_ = mono_of(song.sound_);
    song.heard_ = analyze_song(song.mono_, song.sound_.sample_rate, false, nets);
    return song;
}

ChunkSound OfflineSong::piece(Seconds start, Seconds end) const {
    ChunkSound piece;
    piece.start = start;
    piece.rate = heard_.sample_rate;
    const std::int64_t first = samples_in(start, piece.rate).value, last = samples_in(end, piece.rate).value;
    const auto length = static_cast<std::int64_t>(mono_.size());
    piece.mono.assign(static_cast<std::size_t>(last - first), 0.0f);
    const std::int64_t from = std::clamp<std::int64_t>(first, 0, length), to = std::clamp<std::int64_t>(last, from, length);
    std::copy(mono_.begin() + from, mono_.begin() + to, piece.mono.begin() + (from - first));
    for (const double beat : heard_.beats_s)
        if (beat >= start.value && beat < end.value) piece.beats_s.push_back(beat);
    return piece;
}

void OfflineSong::prepare_sound_track(const std::string& codec) {
    if (sound_.channels > 2) sound_ = AudioBuffer{sound_.sample_rate, 1, mono_};
    const bool keeps = sound_.sample_rate == 48000 || (sound_.sample_rate == 44100 && codec != "vp9");  // whose Opus knows 48 kHz only
    const int wanted = keeps ? sound_.sample_rate : 48000;
    if (wanted != sound_.sample_rate) sound_ = resample(sound_, wanted);
}

std::vector<float> OfflineSong::interleaved(Samples first, std::int64_t count) const {
    const auto channels = static_cast<std::int64_t>(sound_.channels);
    std::vector<float> out(static_cast<std::size_t>(count * channels), 0.0f);
    const std::int64_t from = std::clamp<std::int64_t>(first.value, 0, sound_.length().value);
    const std::int64_t to = std::clamp<std::int64_t>(first.value + count, from, sound_.length().value);
    std::copy(sound_.samples.begin() + from * channels, sound_.samples.begin() + to * channels,
              out.begin() + (from - first.value) * channels);
    return out;
}

}  // namespace chladni
