#include "engine/measure/null_shifts.h"

#include <algorithm>
#include <random>

namespace chladni {

namespace {

constexpr double kGuard_s = 5.0, kGuardPart = 0.2;  // of the period, where that is less
constexpr double kApart_s = 0.3;

// 0..1 without 1. (What the standard library makes of an engine differs from one to the other.)
double unit(std::mt19937_64& engine) { return static_cast<double>(engine() >> 11) * 0x1p-53; }

}  // namespace

NullShifts draw_null_shifts(double period_s, std::size_t most, std::uint64_t seed) {
    NullShifts null{std::min(kGuard_s, kGuardPart * period_s), {}};
    const double room_s = period_s - 2.0 * null.guard_s;
    const std::size_t count = std::min(most, static_cast<std::size_t>(std::max(0.0, room_s / kApart_s)));
    std::mt19937_64 engine(seed);
    for (std::size_t i = 0; i < count; ++i)
        null.shifts_s.push_back(null.guard_s + room_s * (static_cast<double>(i) + unit(engine)) / static_cast<double>(count));
    return null;
}

}  // namespace chladni
