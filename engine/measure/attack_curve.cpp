#include "engine/measure/attack_curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kCell_s = 0.002;
constexpr std::size_t kCellsBefore = 12;
constexpr std::array<double, 3> kCuts_hz = {150, 1000, 5000};
constexpr double kRange = 30.0;        // 30 dB under the band's loudest: below that an encoder's echo before a click begins
constexpr double kSilence = 1e-3;      // -60 dBFS

std::vector<double> logarithms(const std::vector<float>& peaks) {
    const double loudest = std::max(quantile_of({peaks.begin(), peaks.end()}, 0.999), kSilence);
    std::vector<double> out;
    for (const float peak : peaks) out.push_back(std::log1p(kRange * static_cast<double>(peak) / loudest) / std::log1p(kRange));
    return out;
}

}  // namespace

double AttackCurve::Filter::step(double x) {
    const double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
}

// Butterworth by the bilinear transform, as in Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter coefficients".
AttackCurve::Filter AttackCurve::low_pass(double cut_hz, double rate_hz) {
    const double w = 2.0 * std::numbers::pi * cut_hz / rate_hz, c = std::cos(w), alpha = std::sin(w) / std::numbers::sqrt2, a0 = 1.0 + alpha;
    return {0.5 * (1.0 - c) / a0, (1.0 - c) / a0, 0.5 * (1.0 - c) / a0, -2.0 * c / a0, (1.0 - alpha) / a0};
}

AttackCurve::Filter AttackCurve::high_pass(double cut_hz, double rate_hz) {
    const double w = 2.0 * std::numbers::pi * cut_hz / rate_hz, c = std::cos(w), alpha = std::sin(w) / std::numbers::sqrt2, a0 = 1.0 + alpha;
    return {0.5 * (1.0 + c) / a0, -(1.0 + c) / a0, 0.5 * (1.0 + c) / a0, -2.0 * c / a0, (1.0 - alpha) / a0};
}

AttackCurve::AttackCurve(double rate_hz) : rate_hz_(rate_hz), cell_end_(kCell_s * rate_hz) {
    const Filter pass{1, 0, 0, 0, 0};
    for (std::size_t band = 0; band <= kCuts; ++band) {
        const bool first = band == 0, last = band == kCuts || kCuts_hz[band] > 0.45 * rate_hz;
        bands_.push_back({first ? pass : high_pass(kCuts_hz[band - 1], rate_hz), last ? pass : low_pass(kCuts_hz[band], rate_hz)});
        if (last) break;
    }
    peak_.resize(bands_.size());
    cells_.resize(bands_.size());
}

void AttackCurve::take(std::span<const float> mono) {
    for (const float sample : mono) {
        for (std::size_t band = 0; band < bands_.size(); ++band) {
            const double x = bands_[band][1].step(bands_[band][0].step(std::isfinite(sample) ? static_cast<double>(sample) : 0.0));
            peak_[band] = std::max(peak_[band], std::abs(x));
        }
        taken_ += 1.0;
        if (taken_ >= cell_end_) end_cell();
    }
}

void AttackCurve::end_cell() {
    for (std::size_t band = 0; band < bands_.size(); ++band) {
        cells_[band].push_back(static_cast<float>(peak_[band]));
        peak_[band] = 0.0;
    }
    cell_end_ = kCell_s * rate_hz_ * static_cast<double>(cells_.front().size() + 1);
}

TimedCurve AttackCurve::finish() const {
    TimedCurve curve{"onset", {}, std::vector<double>(cells_.front().size())};
    for (std::size_t i = 0; i < curve.size(); ++i) curve.times_s.push_back((static_cast<double>(i) + 0.5) * kCell_s);
    for (const auto& cells : cells_) {
        const std::vector<double> level = logarithms(cells);
        for (std::size_t i = 1; i < level.size(); ++i) {
            const auto here = level.begin() + static_cast<std::ptrdiff_t>(i);
            const double before = *std::max_element(here - static_cast<std::ptrdiff_t>(std::min(i, kCellsBefore)), here);
            curve.values[i] += std::max(0.0, *here - before) / static_cast<double>(cells_.size());
        }
    }
    return curve;
}

}  // namespace chladni
