#pragma once

#include <cmath>

namespace chladni {

/// Where madmom's bands lie: 24 to the octave around 440 Hz, from 30 Hz to 17 kHz.
inline constexpr double kHighestQuarterTone_hz = 17000.0;

/// `k` quarter tones above 440 Hz.
inline double quarter_tone_hz(int k) { return 440.0 * std::exp2(static_cast<double>(k) / 24.0); }

/// The lowest at or above 30 Hz.
inline int first_quarter_tone() { return static_cast<int>(std::ceil(24.0 * std::log2(30.0 / 440.0))); }

}  // namespace chladni
