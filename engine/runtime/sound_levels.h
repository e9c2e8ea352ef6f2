#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace chladni {

/// How loud a piece is, frame by frame (24 a second).
struct SoundLevels {
    std::vector<float> energy;  ///< 0..1, smooth over about half a second
    std::vector<float> calm;    ///< 0..1, 1 in silence
};

/// A whole piece brought to a common loudness: its loud parts at -17 dBFS RMS, no sample past full scale.
void level_out(std::vector<float>& mono);

/// Of a piece that was levelled out: loud parts have an energy near .9, a quiet pad .3.
SoundLevels sound_levels(std::span<const float> mono, double sample_rate_hz);

}  // namespace chladni
