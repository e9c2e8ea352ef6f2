#pragma once

#include <string>
#include <vector>

#include "engine/measure/null_shifts.h"
#include "engine/measure/standing.h"
#include "engine/measure/timed_curve.h"

namespace chladni {

/// How much of a picture's curve goes with the beat: its modulation transfer, see modulation_transfer().
struct BeatModulation {
    std::string seen;
    double transfer = 0;    ///< 0..1, whatever the phase
    double on_beat = 0;     ///< -1..1: the part that is highest on the beat
    double after_beat = 0;  ///< where in the beat it is highest, -0.5..0.5 beats
    Standing standing;      ///< of `on_beat`: turning the sound of one tempo moves the phase, and leaves `transfer` as it is
};

/// One for each curve; curves and beats from 0 to the null's period. Pure.
std::vector<BeatModulation> modulations_by(const std::vector<double>& beats_s, const std::vector<TimedCurve>& seen, const NullShifts& null);

}  // namespace chladni
