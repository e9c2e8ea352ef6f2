#pragma once

#include <cstdint>
#include <vector>

#include "engine/measure/beat_modulation.h"
#include "engine/measure/moment_agreement.h"
#include "engine/measure/null_shifts.h"
#include "engine/measure/other_tempi.h"
#include "engine/measure/pair_agreement.h"
#include "engine/measure/timed_curve.h"

namespace chladni {

/// What is compared, all in one time: curves of the sound (the first is "onset") and of the pictures, moments of both, and the
/// stretch in which there are both.
struct SeenAndHeard {
    double from_s = 0, to_s = 0;
    std::vector<TimedCurve> heard, seen;
    std::vector<double> beats_s, onsets_s, events_s;  ///< ascending; events are the picture's
};

struct AgreementSettings {
    std::size_t most_shifts = 1000;
    std::uint64_t seed = 1;
    bool against_chance = false;  ///< judge the sound turned by one of the shifts as if it were the film's
};

/// How well a film agrees with its sound, each figure against the same figure with the sound turned.
struct Agreement {
    NullShifts null;
    PairsAgreement pairs;
    OtherTempi other_tempi;
    MomentAgreement beats, onsets;
    std::vector<BeatModulation> modulations;  ///< by picture's curve
};

/// See docs/listen.md. Throws Error where there is less than 2 s of both. Pure; the same for the same input and seed.
Agreement measure_agreement(const SeenAndHeard& film, const AgreementSettings& settings = {});

}  // namespace chladni
