#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace chladni {

/// One quantity over time, of the sound or of the pictures: value i belongs to times_s[i]. Ascending.
struct TimedCurve {
    std::string name;
    std::vector<double> times_s;
    std::vector<double> values;

    std::size_t size() const { return values.size(); }
};

/// The part within from_s <= t < to_s, its times counted from from_s.
TimedCurve part_of(const TimedCurve& curve, double from_s, double to_s);

/// Takes off the mean of the `window_s` around each value, the curve taken as a circle: what changes more slowly is gone, and the
/// mean of all is 0.
void take_off_the_slow(TimedCurve& curve, double window_s);

/// Root of the mean square of the values around their mean.
double deviation_of(const std::vector<double>& values);

/// The value that `part` (0..1) of the values do not exceed; 0 where there are none.
double quantile_of(std::vector<double> values, double part);

}  // namespace chladni
