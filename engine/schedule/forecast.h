#pragma once

#include <span>
#include <vector>

#include "engine/base/units.h"
#include "engine/types/beat_grid.h"

namespace chladni {

/// What a forecast was made from, for the status line and for tests.
struct ForecastInfo {
    Seconds period;           ///< how far back it repeats; 0: nothing repeats, it fades to silence
    double similarity = 0;    ///< normalised correlation of the last period with the one before, -1..1
};

/// Continues `past` (mono, its last sample is now) by `wanted` samples: repeats the last bar, two bars or four, whichever
/// repeated best so far, aligned on the beat grid at waveform level, so that every encoder can hear it. Without a trusted
/// beat it looks for the lag that repeats best; where nothing repeats, the sound fades out over half a second. Joins are
/// cross-faded over 10 ms.
std::vector<float> forecast(std::span<const float> past, double rate_hz, const BeatGrid& grid, std::size_t wanted,
                            ForecastInfo* info = nullptr);

}  // namespace chladni
