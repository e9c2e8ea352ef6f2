#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/measure/correlogram.h"
#include "engine/measure/largest_pair.h"
#include "engine/measure/null_shifts.h"
#include "engine/measure/standing.h"
#include "engine/measure/timed_curve.h"

namespace chladni {

/// One curve of the pictures with one of the sound.
struct PairAgreement {
    static constexpr double kShown_s = 1.0, kShownStep_s = 0.005;

    std::string seen, heard;
    LagPeak peak;
    double depth = 0;              ///< how far the picture's curve goes with the sound, in its own unit: its deviation times r
    Standing standing;             ///< of this pair alone
    std::vector<double> r_by_lag;  ///< at lags from -1 to 1 s, every 5 ms; empty where one of the two stands still
    double chance_low = 0, chance_high = 0;  ///< between these are nine in ten of the correlations of the shifts
};

/// All pairs, and the one number that they make together.
struct PairsAgreement {
    std::vector<PairAgreement> pairs;  ///< by picture's curve, then by sound's
    LargestPair largest;               ///< its standing is that of the film
    std::optional<std::size_t> timed;  ///< the pair whose lag is told
};

/// Curves from 0 to the null's period, without a slow part. Pure.
PairsAgreement agree_pairs(const std::vector<TimedCurve>& seen, const std::vector<TimedCurve>& heard, const NullShifts& null);

}  // namespace chladni
