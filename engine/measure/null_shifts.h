#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chladni {

/// By how much the sound is turned around to learn what chance gives.
struct NullShifts {
    double guard_s = 0;            ///< none is nearer to 0, forth or back, than this
    std::vector<double> shifts_s;  ///< ascending, within guard_s .. period - guard_s
};

/// One shift drawn from each of equally long parts of the circle of `period_s`: they cover it evenly, and not only its beats or
/// bars. At most `most`, and no more than one per 0.3 s: closer ones would tell the same twice. The same for the same seed. Pure.
NullShifts draw_null_shifts(double period_s, std::size_t most, std::uint64_t seed);

}  // namespace chladni
