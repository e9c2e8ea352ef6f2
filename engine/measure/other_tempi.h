#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/measure/null_shifts.h"
#include "engine/measure/pair_agreement.h"

namespace chladni {

/// How the film stands against its sound played slower and faster, at many shifts each: whether it keeps the sound's tempo at
/// all, which shifts alone cannot tell of a steady one.
struct OtherTempi {
    std::size_t worlds = 0;  ///< tempi times shifts
    Standing standing;
};

/// The curve played by `factor` slower on a circle of `period_s`: again from its beginning where it is over too soon. Pure.
TimedCurve stretched(const TimedCurve& curve, double factor, double period_s);

/// `pairs`: of the sound as it is. Pure; the same for the same seed.
OtherTempi against_other_tempi(const std::vector<TimedCurve>& seen, const std::vector<TimedCurve>& heard, const NullShifts& null,
                               const PairsAgreement& pairs, std::uint64_t seed);

}  // namespace chladni
