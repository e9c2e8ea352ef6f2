#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chladni {

/// By how much the sound is turned, on a circle of time, to learn what chance gives.
struct NullShifts {
    double period_s = 0;           ///< of the circle
    double guard_s = 0;            ///< none is nearer to 0, forth or back, than this
    double turned_s = 0;           ///< the sound stands turned by this before any shift; 0: as it is
    std::vector<double> shifts_s;  ///< ascending, within guard_s .. period_s - guard_s

    /// Moments of the sound as they stand under a shift; ascending.
    std::vector<double> turned(const std::vector<double>& moments_s, double shift_s) const;
};

/// One shift drawn from each of equally long parts of the circle: they cover it evenly, and not only its beats or bars. At most
/// `most`, and no more than one per 0.3 s: closer ones would tell the same twice. The same for the same seed. Pure.
NullShifts draw_null_shifts(double period_s, std::size_t most, std::uint64_t seed);

/// One of the shifts becomes the sound's own; those that would undo it are left out.
NullShifts turned_by_one(NullShifts null, std::uint64_t seed);

}  // namespace chladni
