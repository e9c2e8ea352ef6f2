#pragma once

#include <memory>
#include <vector>

#include "engine/runtime/clip_walk.h"
#include "engine/types/beat_grid.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// A piece of show time as sound, partly not yet heard: what one chunk is made from.
struct ChunkSound {
    Seconds start;                       ///< show time of mono[0]
    double rate = 48000;
    std::vector<float> mono;
    std::vector<double> beats_s;         ///< heard or foreseen, show time; empty where no beat is trusted
    Seconds look_back;                   ///< so much of its beginning is only there for ears that look back
};

/// So much sound after a chunk its generator gets, for encoders that look ahead.
inline constexpr Seconds kLookAhead{0.5};

struct Heard;

/// The sound of [start, end): from the history as far as it was heard, then the file's true future where one plays, else
/// the forecast. Pure but for reading `heard`.
ChunkSound chunk_sound(const Heard& heard, const PlayingClip* playing, Seconds start, Seconds end, const BeatGrid& grid);

/// The features at each of `frames` video frames from `first` on, heard anew from the chunk's sound (which should begin
/// some seconds earlier, so that the automatic gain has settled).
std::vector<FeatureFrame> features_of(const ChunkSound& sound, Seconds first, std::int64_t frames, double frame_rate);

/// Beats of a straight grid within [start, end).
std::vector<double> beats_between(const BeatGrid& grid, Seconds start, Seconds end);

}  // namespace chladni
