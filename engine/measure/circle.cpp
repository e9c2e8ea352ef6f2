#include "engine/measure/circle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kFinest_s = 0.008, kBlur_s = 0.02;
constexpr double kStill = 1e-4;  // of curves whose range is about 1

std::size_t power_of_two(double at_least) {
    std::size_t n = 16;
    while (static_cast<double>(n) < at_least) n *= 2;
    return n;
}

// The deviation of the curve that a transform belongs to, its mean left out. (Parseval)
double deviation_on(const ComplexRow& transform) {
    double power = 0.0;
    for (std::size_t k = 1; k < transform.size(); ++k) power += std::norm(transform[k]);
    return std::sqrt(power) / static_cast<double>(transform.size());
}

}  // namespace

Circle::Circle(double period_s)
    : period_s_(period_s), step_s_(period_s / static_cast<double>(power_of_two(period_s / kFinest_s))), points_(power_of_two(period_s / kFinest_s)) {}

ComplexRow Circle::spread(const TimedCurve& curve) const {
    ComplexRow row(points_);
    for (std::size_t i = 0; i < curve.size(); ++i) {
        const double place = curve.times_s[i] / step_s_, whole = std::floor(place);
        const auto before = static_cast<std::size_t>(static_cast<std::int64_t>(whole) + static_cast<std::int64_t>(points_)) % points_;
        row[before] += (1.0 - (place - whole)) * curve.values[i];
        row[(before + 1) % points_] += (place - whole) * curve.values[i];
    }
    return row;
}

OnCircle Circle::lay_picture(const TimedCurve& curve) const {
    OnCircle out{spread(curve), deviation_of(curve.values), curve.size()};
    fourier(out.transform);
    if (out.deviation < kStill) out.deviation = 0.0;
    return out;
}

OnCircle Circle::lay_sound(const TimedCurve& curve) const {
    OnCircle out{spread(curve), 0.0, curve.size()};
    if (deviation_of(curve.values) < kStill) return out;
    fourier(out.transform);
    const auto n = static_cast<double>(points_);
    for (std::size_t k = 0; k < points_; ++k) {
        const double turns = std::min(static_cast<double>(k), n - static_cast<double>(k));  // per period
        const double x = 2.0 * std::numbers::pi * turns / period_s_ * kBlur_s;
        out.transform[k] *= std::exp(-0.5 * x * x) * n / static_cast<double>(std::max<std::size_t>(1, curve.size()));
    }
    out.deviation = deviation_on(out.transform);
    return out;
}

Correlogram Circle::correlate(const OnCircle& picture, const OnCircle& sound) const {
    if (picture.deviation <= 0.0 || sound.deviation <= 0.0) return Correlogram({}, step_s_);
    ComplexRow row(points_);
    for (std::size_t k = 1; k < points_; ++k) row[k] = picture.transform[k] * std::conj(sound.transform[k]);
    fourier_back(row);
    std::vector<double> r(points_);
    const double scale = 1.0 / (static_cast<double>(picture.count) * picture.deviation * sound.deviation);
    for (std::size_t i = 0; i < points_; ++i) r[i] = scale * row[i].real();
    return Correlogram(std::move(r), step_s_);
}

}  // namespace chladni
