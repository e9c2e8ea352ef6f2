#pragma once

#include <span>
#include <vector>

#include "engine/measure/timed_curve.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// The curves of a sound beside its onsets, each hop at the moment of which it speaks:
///   loudness           of the 10 ms, as log(1 + level over 30 dB under the loudest)
///   low, middle, high  the bands of the analysis: 30 to 160 Hz, to 1280 Hz, to 16 kHz, heard `delay_s` before the hop's end
std::vector<TimedCurve> sound_curves(std::span<const FeatureFrame> hops, double rate_hz, double delay_s);

}  // namespace chladni
