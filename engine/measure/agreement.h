#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/measure/beat_alignment.h"
#include "engine/measure/correlogram.h"
#include "engine/measure/null_shifts.h"
#include "engine/measure/standing.h"
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

/// One curve of the pictures with one of the sound.
struct PairAgreement {
    std::string seen, heard;
    Correlogram correlogram;
    LagPeak peak;
    Standing standing;  ///< of this pair alone
};

/// Moments of both sides.
struct MomentAgreement {
    std::size_t heard = 0, seen = 0;  ///< how many
    BeatAlignment alignment;
    Standing standing;  ///< of `both`
};

/// How much of a picture's curve goes with the beat.
struct BeatModulation {
    std::string seen;
    double transfer = 0;   ///< 0..1, whatever the phase
    double on_beat = 0;    ///< -1..1: the part that is highest on the beat
    double after_beat = 0; ///< where in the beat it is highest, -0.5..0.5 beats
    Standing standing;     ///< of `on_beat`
};

/// How well a film agrees with its sound, each figure against the same figure with the sound turned around.
struct Agreement {
    double judged_s = 0, turned_s = 0;  ///< turned: against_chance only
    Standing overall;
    double statistic = 0;               ///< the largest of the pairs' peaks, each by its own chance
    std::vector<double> by_chance;      ///< the same under each shift
    NullShifts null;
    std::vector<PairAgreement> pairs;   ///< by picture's curve, then by sound's
    std::optional<std::size_t> best;    ///< the pair that made `statistic`
    std::optional<std::size_t> timed;   ///< the pair whose lag is told
    MomentAgreement beats, onsets;
    std::vector<BeatModulation> modulations;  ///< by picture's curve
};

/// See docs/listen.md. Throws Error where there is less than 2 s of both. Pure; the same for the same input and seed.
Agreement measure_agreement(const SeenAndHeard& film, const AgreementSettings& settings = {});

}  // namespace chladni
