#include "engine/measure/null_shifts.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace chladni {

namespace {

constexpr double kGuard_s = 5.0, kGuardPart = 0.2;  // of the period, where that is less
constexpr double kApart_s = 0.3;

// 0..1 without 1. (What the standard library makes of an engine differs from one to the other.)
double unit(std::mt19937_64& engine) { return static_cast<double>(engine() >> 11) * 0x1p-53; }

}  // namespace

std::vector<double> NullShifts::turned(const std::vector<double>& moments_s, double shift_s) const {
    std::vector<double> out;
    out.reserve(moments_s.size());
    for (const double t : moments_s) out.push_back(std::fmod(t + turned_s + shift_s, period_s));
    std::ranges::sort(out);
    return out;
}

NullShifts draw_null_shifts(double period_s, std::size_t most, std::uint64_t seed) {
    NullShifts null{period_s, std::min(kGuard_s, kGuardPart * period_s), 0.0, {}};
    const double room_s = period_s - 2.0 * null.guard_s;
    const std::size_t count = std::min(most, static_cast<std::size_t>(std::max(0.0, room_s / kApart_s)));
    std::mt19937_64 engine(seed);
    for (std::size_t i = 0; i < count; ++i)
        null.shifts_s.push_back(null.guard_s + room_s * (static_cast<double>(i) + unit(engine)) / static_cast<double>(count));
    return null;
}

NullShifts turned_by_one(NullShifts null, std::uint64_t seed) {
    if (null.shifts_s.empty()) return null;
    std::mt19937_64 engine(seed + 1);
    null.turned_s = null.shifts_s[engine() % null.shifts_s.size()];
    std::erase_if(null.shifts_s, [&](double shift_s) {
        const double from_truth_s = std::fmod(shift_s + null.turned_s, null.period_s);
        return std::min(from_truth_s, null.period_s - from_truth_s) < null.guard_s;
    });
    return null;
}

}  // namespace chladni
