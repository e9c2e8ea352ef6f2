#include "engine/measure/circle.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kFinest_s = 0.008, kBlur_s = 0.02;
constexpr double kStill = 1e-4;  // of curves whose range is about 1
constexpr double kLeastPart = 0.1;  // of its variance that a sound keeps at the moments of the pictures, at any lag

std::size_t power_of_two(double at_least) {
    std::size_t n = 16;
    while (static_cast<double>(n) < at_least) n *= 2;
    return n;
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

PictureOnCircle Circle::lay_picture(const TimedCurve& curve) const {
    const double deviation = deviation_of(curve.values);
    if (deviation < kStill) return {};
    const TimedCurve ones{"", curve.times_s, std::vector<double>(curve.size(), 1.0)};
    PictureOnCircle out{spread(curve), spread(ones), deviation, curve.size()};
    fourier(out.values);
    fourier(out.moments);
    return out;
}

void Circle::blur(ComplexRow& transform) const {
    const auto n = static_cast<double>(points_);
    for (std::size_t k = 0; k < points_; ++k) {
        const double turns = std::min(static_cast<double>(k), n - static_cast<double>(k));  // per period
        const double x = 2.0 * std::numbers::pi * turns / period_s_ * kBlur_s;
        transform[k] *= std::exp(-0.5 * x * x);
    }
}

SoundOnCircle Circle::lay_sound(const TimedCurve& curve) const {
    if (deviation_of(curve.values) < kStill) return {};
    SoundOnCircle out{spread(curve), {}, 0.0};
    fourier(out.values);
    blur(out.values);
    out.squares = out.values;
    fourier_back(out.squares);
    for (auto& value : out.squares) {
        value = value.real() * value.real();
        out.variance += value.real() / static_cast<double>(points_);
    }
    fourier(out.squares);
    return out;
}

// Of the sound at the moments of the pictures, for every lag. Both sums come from one transform: one is its real part.
std::vector<double> Circle::deviations(const PictureOnCircle& picture, const SoundOnCircle& sound) const {
    ComplexRow row(points_);
    const std::complex<double> i(0.0, 1.0);
    for (std::size_t k = 0; k < points_; ++k) row[k] = picture.moments[k] * (std::conj(sound.values[k]) + i * std::conj(sound.squares[k]));
    fourier_back(row);
    std::vector<double> out(points_);
    const auto count = static_cast<double>(picture.count);
    for (std::size_t k = 0; k < points_; ++k) {
        const double mean = row[k].real() / count, square = row[k].imag() / count;
        out[k] = std::sqrt(std::max(square - mean * mean, kLeastPart * sound.variance));
    }
    return out;
}

Correlogram Circle::correlate(const PictureOnCircle& picture, const SoundOnCircle& sound) const {
    if (picture.deviation <= 0.0 || sound.variance <= 0.0) return Correlogram({}, step_s_);
    ComplexRow row(points_);
    for (std::size_t k = 0; k < points_; ++k) row[k] = picture.values[k] * std::conj(sound.values[k]);
    fourier_back(row);
    std::vector<double> r = deviations(picture, sound);
    for (std::size_t k = 0; k < points_; ++k)
        r[k] = std::clamp(row[k].real() / (static_cast<double>(picture.count) * picture.deviation * r[k]), -1.0, 1.0);
    return Correlogram(std::move(r), step_s_);
}

}  // namespace chladni
