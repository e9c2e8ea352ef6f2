#pragma once

#include <span>
#include <vector>

#include "engine/analysis/net_listener.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"

namespace chladni {

struct TempoPoint {
    double time_s = 0, bpm = 0, confidence = 0;
};

/// The lowest and the highest sample of a hop.
struct SampleRange {
    float low = 0, high = 0;
};

/// A whole file, heard: the contents of `chladni analyze`.
struct SongAnalysis {
    double sample_rate = 0, duration_s = 0, loudness_lufs = -70, confidence = 0;
    double tempo_bpm = 0;                 ///< 0: there is none
    std::vector<double> beats_s, downbeats_s, onsets_s;
    std::vector<TempoPoint> tempo_curve;
    std::vector<FeatureFrame> hops;       ///< one every 10 ms
    std::vector<SampleRange> wave;        ///< the same hops
    double onset_delay_s = 0;             ///< how long before a hop's end that is which its onset strength speaks of

    /// The sound at a moment (nearest hop; silence outside the file).
    FeatureFrame features_at(Seconds t) const;
    /// The beats around a moment.
    BeatGrid grid_at(Seconds t) const;
};

/// `causal`: the beats that the live tracker announces; else it may look ahead.
SongAnalysis analyze_song(std::span<const float> mono, double sample_rate_hz, bool causal, const BeatNets& nets = {});

}  // namespace chladni
