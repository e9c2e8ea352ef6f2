#include "engine/measure/picture_events.h"

namespace chladni {

namespace {

constexpr double kLargestAround_s = 0.1, kMeanAround_s = 2.0, kOverMean = 0.5;
constexpr double kEventless = 0.02;  // a film whose curve varies less does nothing

// Earlier ones of the same height win: a flash that lasts one frame goes as fast as it came.
bool largest_around(const TimedCurve& curve, std::size_t i) {
    const double t = curve.times_s[i];
    for (std::size_t k = i; k-- > 0 && t - curve.times_s[k] <= kLargestAround_s;)
        if (curve.values[k] >= curve.values[i]) return false;
    for (std::size_t k = i + 1; k < curve.size() && curve.times_s[k] - t <= kLargestAround_s; ++k)
        if (curve.values[k] > curve.values[i]) return false;
    return true;
}

}  // namespace

std::vector<double> picture_events(const TimedCurve& flash, const TimedCurve& motion) {
    TimedCurve both = motion;
    for (std::size_t i = 0; i < both.size(); ++i) both.values[i] += flash.values[i];
    take_off_the_slow(both, kMeanAround_s);
    const double deviation = deviation_of(both.values);
    std::vector<double> events_s;
    if (deviation < kEventless) return events_s;
    for (std::size_t i = 0; i < both.size(); ++i)
        if (both.values[i] > kOverMean * deviation && largest_around(both, i)) events_s.push_back(both.times_s[i]);
    return events_s;
}

}  // namespace chladni
