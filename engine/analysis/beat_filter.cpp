#include "engine/analysis/beat_filter.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>

namespace chladni {

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr float kLeast = 1e-30f;  // keeps beliefs out of the slow range of floats
constexpr float kOthers = static_cast<float>(TempoSpace::kBeatPart) - 1.0f;
constexpr double kTapSharpness = 8.0, kTapSpread = 0.03;

}  // namespace

BeatFilter::BeatFilter()
    : factors_(TempoTaste{}.per_hop(space_)), belief_(space_.states()), change_(space_.rows() * space_.rows()),
      ends_(space_.rows()), cos_(space_.states()), sin_(space_.states()) {
    for (std::size_t row = 0; row < space_.rows(); ++row) {
        for (std::size_t to = 0; to < space_.rows(); ++to)
            change_[to * space_.rows() + row] = static_cast<float>(space_.change(row, to));
        for (std::size_t i = 0; i < space_.interval(row); ++i) {
            const double angle = kTurn * static_cast<double>(i) / static_cast<double>(space_.interval(row));
            cos_[space_.begin(row) + i] = static_cast<float>(std::cos(angle));
            sin_[space_.begin(row) + i] = static_cast<float>(std::sin(angle));
        }
    }
    reset();
}

void BeatFilter::reset() {
    // Every tempo as likely as the taste of a second makes it, every phase alike.
    for (std::size_t row = 0; row < space_.rows(); ++row)
        std::fill_n(belief_.begin() + static_cast<std::ptrdiff_t>(space_.begin(row)), space_.interval(row),
                    std::pow(factors_[row], static_cast<float>(kHopsPerSecond)) / static_cast<float>(space_.interval(row)));
    settle();
}

double BeatFilter::step(float a) {
    move();
    const double evidence = observe(a);
    for (std::size_t row = 0; row < space_.rows(); ++row)
        for (std::size_t s = space_.begin(row); s <= space_.last(row); ++s) belief_[s] *= factors_[row];
    settle();
    return evidence;
}

void BeatFilter::coast() {
    move();
    settle();
}

void BeatFilter::move() {
    const std::size_t rows = space_.rows();
    for (std::size_t row = 0; row < rows; ++row) ends_[row] = belief_[space_.last(row)];
    std::shift_right(belief_.begin(), belief_.end(), 1);
    for (std::size_t row = 0; row < rows; ++row)
        belief_[space_.begin(row)] =
            std::inner_product(ends_.begin(), ends_.end(), change_.begin() + static_cast<std::ptrdiff_t>(row * rows), 0.0f);
}

double BeatFilter::observe(float a) {
    const float elsewhere = (1.0f - a) / kOthers;
    double on_beat = 0.0;
    for (std::size_t row = 0; row < space_.rows(); ++row)
        for (std::size_t s = space_.begin(row); s < space_.begin(row) + space_.beat_width(row); ++s) {
            on_beat += belief_[s];
            belief_[s] *= a / elsewhere;  // only the ratio counts: the rest is left as it is
        }
    const double by_chance = 1.0 / TempoSpace::kBeatPart;
    const double without_beat = by_chance * a + (1.0 - by_chance) * elsewhere;
    return std::log((on_beat * a + (1.0 - on_beat) * elsewhere) / without_beat);
}

void BeatFilter::settle() {
    const float sum = std::accumulate(belief_.begin(), belief_.end(), 0.0f);
    const float scale = 1.0f / sum;
    for (float& b : belief_) b = std::max(b * scale, kLeast);
}

void BeatFilter::suggest(double interval_hops, double phase, double weight) {
    for (float& b : belief_) b *= static_cast<float>(1.0 - weight);
    double sum = 0.0;
    const auto likeness = [&](std::size_t row, std::size_t i) {
        const auto hops = static_cast<double>(space_.interval(row));
        const double off = std::log(hops / interval_hops) / kTapSpread;
        const double around = std::cos(kTurn * (static_cast<double>(i) / hops - phase)) - 1.0;
        return std::exp(-0.5 * off * off + kTapSharpness * around);
    };
    const auto each = [&](auto&& visit) {
        for (std::size_t row = 0; row < space_.rows(); ++row)
            for (std::size_t i = 0; i < space_.interval(row); ++i) visit(space_.begin(row) + i, likeness(row, i));
    };
    each([&](std::size_t, double p) { sum += p; });
    if (sum > 0.0) each([&](std::size_t s, double p) { belief_[s] += static_cast<float>(weight * p / sum); });
    settle();
}

BeatBelief BeatFilter::belief() const {
    constexpr std::ptrdiff_t kAround = 2;
    const auto rows = static_cast<std::ptrdiff_t>(space_.rows());
    std::array<float, 256> tempo{};
    for (std::ptrdiff_t row = 0; row < rows; ++row) {
        const auto r = static_cast<std::size_t>(row);
        tempo[r] = std::accumulate(belief_.begin() + static_cast<std::ptrdiff_t>(space_.begin(r)),
                                   belief_.begin() + static_cast<std::ptrdiff_t>(space_.last(r)) + 1, 0.0f);
    }
    const auto around = [&](std::ptrdiff_t row) {
        const auto from = std::max<std::ptrdiff_t>(row - kAround, 0), to = std::min(row + kAround + 1, rows);
        return std::span(tempo).subspan(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
    };
    const auto mass = [&](std::ptrdiff_t row) { return std::accumulate(around(row).begin(), around(row).end(), 0.0f); };
    std::ptrdiff_t best = 0;
    float best_mass = 0.0f;
    for (std::ptrdiff_t row = 0; row < rows; ++row)
        if (const float m = mass(row); m > best_mass) best = row, best_mass = m;
    double hops = 0.0, x = 0.0, y = 0.0;
    for (auto row = static_cast<std::size_t>(std::max<std::ptrdiff_t>(best - kAround, 0));
         row < static_cast<std::size_t>(std::min(best + kAround + 1, rows)); ++row) {
        hops += static_cast<double>(tempo[row]) * static_cast<double>(space_.interval(row));
        for (std::size_t s = space_.begin(row); s <= space_.last(row); ++s) x += belief_[s] * cos_[s], y += belief_[s] * sin_[s];
    }
    // The belief on a beat fills the whole part where its sound is looked for, so its mean stands half of it late.
    const double phase = std::atan2(y, x) / kTurn - 0.5 / TempoSpace::kBeatPart;
    return {hops / best_mass, phase - std::floor(phase), best_mass};
}

}  // namespace chladni
