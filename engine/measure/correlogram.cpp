#include "engine/measure/correlogram.h"

#include <algorithm>
#include <cmath>

namespace chladni {

std::ptrdiff_t Correlogram::place_of(double lag_s) const { return std::lround(lag_s / step_s_); }

double Correlogram::r_at(std::ptrdiff_t place) const {
    const auto n = static_cast<std::ptrdiff_t>(r_.size());
    return r_[static_cast<std::size_t>(((place % n) + n) % n)];
}

double Correlogram::at(double lag_s) const {
    if (r_.empty()) return 0.0;
    const double place = lag_s / step_s_, before = std::floor(place);
    const auto whole = static_cast<std::ptrdiff_t>(before);
    return (1.0 - (place - before)) * r_at(whole) + (place - before) * r_at(whole + 1);
}

double Correlogram::weight(std::ptrdiff_t steps) const {
    const double x = static_cast<double>(steps) * step_s_ / kWeight_s;
    return std::exp(-0.5 * x * x);
}

double Correlogram::counted_at(double shift_s) const {
    if (r_.empty()) return 0.0;
    const std::ptrdiff_t centre = place_of(shift_s), far = reach();
    double most = 0.0;
    for (std::ptrdiff_t k = -far; k <= far; ++k) most = std::max(most, weight(k) * r_at(centre + k));
    return most;
}

// The top of the hill on which the largest weighted correlation lies: the weight must not pull the lag toward 0.
std::ptrdiff_t Correlogram::highest_around(std::ptrdiff_t centre) const {
    const std::ptrdiff_t far = reach();
    std::ptrdiff_t best = 0;
    for (std::ptrdiff_t k = -far; k <= far; ++k)
        if (weight(k) * r_at(centre + k) > weight(best) * r_at(centre + best)) best = k;
    while (best > -far && r_at(centre + best - 1) > r_at(centre + best)) --best;
    while (best < far && r_at(centre + best + 1) > r_at(centre + best)) ++best;
    return best;
}

LagPeak Correlogram::peak_at(double shift_s) const {
    if (r_.empty()) return {};
    const std::ptrdiff_t centre = place_of(shift_s), best = highest_around(centre);
    const double before = r_at(centre + best - 1), here = r_at(centre + best), after = r_at(centre + best + 1);
    const double bend = before - 2.0 * here + after;
    const double between = bend < 0.0 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0.0;
    const double rest_s = static_cast<double>(centre) * step_s_ - shift_s;  // what rounding the shift left
    return {(static_cast<double>(best) + between) * step_s_ + rest_s, here - 0.25 * (before - after) * between, counted_at(shift_s)};
}

}  // namespace chladni
