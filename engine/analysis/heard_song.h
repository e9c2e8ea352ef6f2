#pragma once

#include <vector>

#include "engine/analysis/beat_tracker.h"
#include "engine/analysis/hop_sound.h"
#include "engine/analysis/song_analysis.h"

namespace chladni {

/// What is kept of every hop until the piece is over: some 300 bytes, 100 MB an hour.
struct HeardSong {
    double rate_hz = 0, duration_s = 0, loudness_lufs = -70;
    std::vector<HopSound> hops;
    std::vector<SampleRange> wave;
    std::vector<BeatGrid> grids;
    std::vector<BeatTracker::Announcement> announced;
};

/// What the whole of it says, the past and the future of each moment known.
SongAnalysis conclude(HeardSong song, bool causal);

}  // namespace chladni
