#include "engine/measure/timed_curve.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chladni {

namespace {

double mean_of(const std::vector<double>& values) {
    return values.empty() ? 0.0 : std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// The mean of values i - reach to i + reach, on a circle, for each i.
std::vector<double> means_around(const std::vector<double>& values, std::size_t reach) {
    const std::size_t n = values.size();
    double sum = values[0];
    for (std::size_t k = 1; k <= reach; ++k) sum += values[k] + values[n - k];
    std::vector<double> means(n);
    for (std::size_t i = 0; i < n; ++i) {
        means[i] = sum / static_cast<double>(2 * reach + 1);
        sum += values[(i + reach + 1) % n] - values[(i + n - reach) % n];
    }
    return means;
}

}  // namespace

TimedCurve part_of(const TimedCurve& curve, double from_s, double to_s) {
    TimedCurve part{curve.name, {}, {}};
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (curve.times_s[i] < from_s || curve.times_s[i] >= to_s) continue;
        part.times_s.push_back(curve.times_s[i] - from_s);
        part.values.push_back(curve.values[i]);
    }
    return part;
}

void take_off_the_slow(TimedCurve& curve, double window_s) {
    const std::size_t n = curve.size();
    if (n < 2) return;
    const double spacing_s = (curve.times_s.back() - curve.times_s.front()) / static_cast<double>(n - 1);
    const double reach = std::min(0.5 * window_s / std::max(spacing_s, 1e-9), static_cast<double>((n - 1) / 2));
    const std::vector<double> slow = means_around(curve.values, static_cast<std::size_t>(reach));
    for (std::size_t i = 0; i < n; ++i) curve.values[i] -= slow[i];
    const double mean = mean_of(curve.values);
    for (double& value : curve.values) value -= mean;
}

double deviation_of(const std::vector<double>& values) {
    if (values.empty()) return 0.0;
    const double mean = mean_of(values);
    double square = 0.0;
    for (const double value : values) square += (value - mean) * (value - mean);
    return std::sqrt(square / static_cast<double>(values.size()));
}

double quantile_of(std::vector<double> values, double part) {
    if (values.empty()) return 0.0;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1) + 0.5);
    std::ranges::nth_element(values, at);
    return *at;
}

}  // namespace chladni
