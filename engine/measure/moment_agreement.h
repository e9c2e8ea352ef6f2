#pragma once

#include <vector>

#include "engine/measure/beat_alignment.h"
#include "engine/measure/null_shifts.h"
#include "engine/measure/standing.h"

namespace chladni {

/// Moments that are heard (beats, onsets) with moments at which something is seen.
struct MomentAgreement {
    std::size_t heard = 0, seen = 0;  ///< how many
    BeatAlignment alignment;
    Standing standing;                ///< of alignment.both
};

/// Seconds, ascending, 0 to the null's period. Pure.
MomentAgreement agree_moments(const std::vector<double>& heard_s, const std::vector<double>& seen_s, const NullShifts& null);

}  // namespace chladni
