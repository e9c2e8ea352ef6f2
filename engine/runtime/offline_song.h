#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/analysis/song_analysis.h"
#include "engine/runtime/chunk_sound.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// A whole track, decoded and heard: the true past and future of every chunk.
class OfflineSong {
public:
    /// Throws Error where the file cannot be read.
    static OfflineSong load(const std::filesystem::path& path, const BeatNets& nets);

    double duration_s() const { return sound_.duration().value; }
    const SongAnalysis& heard() const { return heard_; }

    /// The sound of [start, end) with its beats; silence outside the file.
    ChunkSound piece(Seconds start, Seconds end) const;

    /// For a film's sound track: `first` and `count` in samples at `sound_rate()`; interleaved, silence outside the file.
    std::vector<float> interleaved(Samples first, std::int64_t count) const;
    int sound_rate() const { return sound_.sample_rate; }
    int sound_channels() const { return sound_.channels; }

    /// Makes the sound track one that a film of that codec takes: 2 channels at most, its own rate if that is 44.1 or 48 kHz.
    void prepare_sound_track(const std::string& codec);

private:
    AudioBuffer sound_;
    std::vector<float> mono_;  // at heard_.sample_rate
    SongAnalysis heard_;
};

}  // namespace chladni
