#include "engine/measure/sound_curves.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kHalfHop_s = 0.005, kLevelRange = 30.0, kLeastLevel = 1e-3;

struct BandGroup {
    const char* name;
    std::size_t first, end;
};
constexpr BandGroup kGroups[] = {{"low", 0, 2}, {"middle", 2, 5}, {"high", 5, kBands}};

template <typename Value>
TimedCurve curve_of(const char* name, std::span<const FeatureFrame> hops, double rate_hz, double before_s, Value value) {
    TimedCurve curve{name, {}, {}};
    for (const FeatureFrame& hop : hops) {
        curve.times_s.push_back(seconds_of(hop.at, rate_hz).value - before_s);
        curve.values.push_back(value(hop));
    }
    return curve;
}

double band_level(const FeatureFrame& hop, const BandGroup& group) {
    double sum = 0.0;
    for (std::size_t band = group.first; band < group.end; ++band) sum += static_cast<double>(hop.bands[band]);
    return sum / static_cast<double>(group.end - group.first);
}

}  // namespace

std::vector<TimedCurve> sound_curves(std::span<const FeatureFrame> hops, double rate_hz, double delay_s) {
    std::vector<TimedCurve> curves;
    curves.push_back(curve_of("loudness", hops, rate_hz, kHalfHop_s, [](const FeatureFrame& hop) { return static_cast<double>(hop.rms); }));
    std::vector<double>& levels = curves.back().values;
    const double loudest = std::max(quantile_of(levels, 0.99), kLeastLevel);
    for (double& level : levels) level = std::log1p(kLevelRange * level / loudest) / std::log1p(kLevelRange);
    for (const BandGroup& group : kGroups)
        curves.push_back(curve_of(group.name, hops, rate_hz, delay_s, [&](const FeatureFrame& hop) { return band_level(hop, group); }));
    return curves;
}

}  // namespace chladni
