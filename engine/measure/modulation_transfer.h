#pragma once

#include <complex>
#include <span>
#include <vector>

#include "engine/measure/timed_curve.h"

namespace chladni {

/// Where in the beat each of some times is, as exp(-2 pi i phase); 0 before the first beat and after the last.
std::vector<std::complex<double>> beat_turns(std::span<const double> times_s, std::span<const double> beats_s);

/// The part of a curve that goes with the beat, once per beat, whatever the tempo does: amplitude by root two deviations. 1: the
/// curve is a sinusoid with one wave per beat; 0: none of it is. The angle says where in the beat it is highest: 0 on the
/// beat, pi/2 a quarter of a beat later. `turns` as beat_turns() of the curve's times. 0 with fewer than 16 values between beats. Pure.
std::complex<double> modulation_transfer(std::span<const double> values, std::span<const std::complex<double>> turns);

}  // namespace chladni
