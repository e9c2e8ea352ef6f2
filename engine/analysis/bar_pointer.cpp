#include "engine/analysis/bar_pointer.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <utility>

namespace chladni {

namespace {

constexpr std::array<double, 2> kMetres = {0.85, 0.15};  // bars of four, of three
constexpr float kNewMetre = 0.02f;                       // of the bars that end
constexpr double kTurn = 2.0 * std::numbers::pi;
constexpr float kLeast = 1e-30f;  // keeps beliefs out of the slow range of floats
constexpr double kTapSharpness = 8.0, kTapSpread = 0.03;

constexpr std::size_t beats_of(std::size_t place) { return place < 4 ? 4 : 3; }

// In eight sums that run side by side: a single one would have to wait for itself.
float sum_of(std::span<const float> values) {
    std::array<float, 8> sums{};
    std::size_t i = 0;
    for (; i + 8 <= values.size(); i += 8)
        for (std::size_t k = 0; k < 8; ++k) sums[k] += values[i + k];
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(i), values.end(), std::accumulate(sums.begin(), sums.end(), 0.0f));
}

}  // namespace

BarPointer::BarPointer()
    : factors_(TempoTaste{}.per_hop(space_)), belief_(kBarPlaces * space_.states()), change_(space_.rows() * space_.rows()),
      ends_(kBarPlaces * space_.rows()), starts_(kBarPlaces * space_.rows()), cos_(space_.states()), sin_(space_.states()) {
    for (std::size_t row = 0; row < space_.rows(); ++row) {
        for (std::size_t to = 0; to < space_.rows(); ++to)
            change_[row * space_.rows() + to] = static_cast<float>(space_.change(row, to));
        for (std::size_t i = 0; i < space_.interval(row); ++i) {
            const double angle = kTurn * static_cast<double>(i) / static_cast<double>(space_.interval(row));
            cos_[space_.begin(row) + i] = static_cast<float>(std::cos(angle));
            sin_[space_.begin(row) + i] = static_cast<float>(std::sin(angle));
        }
    }
    reset();
}

void BarPointer::reset() {
    // Every tempo as likely as the taste of a second makes it, every phase and place alike.
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t row = 0; row < space_.rows(); ++row)
            std::fill_n(place(p) + space_.begin(row), space_.interval(row),
                        static_cast<float>(kMetres[p / 4] / static_cast<double>(beats_of(p))) *
                            std::pow(factors_[row], static_cast<float>(kHopsPerSecond)) / static_cast<float>(space_.interval(row)));
    settle();
}

double BarPointer::step(const BeatLikelihood& heard) {
    move();
    const double evidence = observe(heard);
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t row = 0; row < space_.rows(); ++row) {
            float* const states = place(p);
            const float factor = factors_[row];
            for (std::size_t s = space_.begin(row); s <= space_.last(row); ++s) states[s] *= factor;
        }
    settle();
    return evidence;
}

void BarPointer::coast() {
    move();
    settle();
}

void BarPointer::move() {
    const std::size_t rows = space_.rows();
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t row = 0; row < rows; ++row) ends_[kNextPlace[p] * rows + row] = place(p)[space_.last(row)];
    // A bar that ends may be followed by one of the other metre.
    for (std::size_t row = 0; row < rows; ++row) {
        float &four = ends_[row], &three = ends_[4 * rows + row];
        const float moved = kNewMetre * (three - four);
        four += moved;
        three -= moved;
    }
    std::shift_right(belief_.begin(), belief_.end(), 1);
    std::ranges::fill(starts_, 0.0f);
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t from = 0; from < rows; ++from) {
            const float end = ends_[p * rows + from];
            const float* const change = &change_[from * rows];
            float* const start = &starts_[p * rows];
            for (std::size_t to = 0; to < rows; ++to) start[to] += end * change[to];
        }
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t row = 0; row < rows; ++row) place(p)[space_.begin(row)] = starts_[p * rows + row];
}

double BarPointer::observe(const BeatLikelihood& heard) {
    constexpr double kChance = 1.0 / TempoSpace::kBeatPart;
    double likelihood = 0.0, on_beat = 0.0;
    for (std::size_t p = 0; p < kBarPlaces; ++p) {
        const float here = starts_bar(p) ? heard.downbeat : heard.beat;
        const float ratio = here / heard.between;  // only the ratio counts: what is between beats is left as it is
        double mass = 0.0;
        for (std::size_t row = 0; row < space_.rows(); ++row)
            for (std::size_t s = space_.begin(row); s < space_.begin(row) + space_.beat_width(row); ++s) {
                mass += place(p)[s];
                place(p)[s] *= ratio;
            }
        likelihood += mass * here;
        on_beat += mass;
    }
    likelihood += (1.0 - on_beat) * heard.between;
    const double any_beat = 2.0 / 7.0 * heard.downbeat + 5.0 / 7.0 * heard.beat;
    return std::log(likelihood / (kChance * any_beat + (1.0 - kChance) * heard.between));
}

void BarPointer::settle() {
    const float scale = 1.0f / sum_of(belief_);
    for (float& b : belief_) b = std::max(b * scale, kLeast);
}

void BarPointer::weigh_last_beat(double ratio) {
    for (const std::size_t p : {std::size_t{1}, std::size_t{5}})
        for (std::size_t s = 0; s < space_.states(); ++s) place(p)[s] *= static_cast<float>(ratio);
    settle();
}

void BarPointer::start_bar(bool begun) {
    for (const std::size_t first : {std::size_t{0}, std::size_t{4}}) {
        const std::size_t count = beats_of(first), here = begun ? first : first + count - 1;
        for (std::size_t s = 0; s < space_.states(); ++s) {
            float sum = 0.0f;
            for (std::size_t p = first; p < first + count; ++p) sum += std::exchange(place(p)[s], kLeast);
            place(here)[s] = sum;
        }
    }
}

void BarPointer::suggest(double interval_hops, double phase, double weight) {
    std::vector<float> likeness(space_.states());
    for (std::size_t row = 0; row < space_.rows(); ++row)
        for (std::size_t i = 0; i < space_.interval(row); ++i) {
            const auto hops = static_cast<double>(space_.interval(row));
            const double off = std::log(hops / interval_hops) / kTapSpread;
            const double around = std::cos(kTurn * (static_cast<double>(i) / hops - phase)) - 1.0;
            likeness[space_.begin(row) + i] = static_cast<float>(std::exp(-0.5 * off * off + kTapSharpness * around));
        }
    const float sum = sum_of(likeness);
    if (sum <= 0.0f) return;
    const BarBelief before = belief();
    for (std::size_t p = 0; p < kBarPlaces; ++p)
        for (std::size_t s = 0; s < space_.states(); ++s)
            place(p)[s] = static_cast<float>(1.0 - weight) * place(p)[s] + static_cast<float>(weight * before.places[p]) * likeness[s] / sum;
    settle();
}

BarBelief BarPointer::belief() const {
    constexpr std::ptrdiff_t kAround = 2;
    const auto rows = static_cast<std::ptrdiff_t>(space_.rows());
    std::array<float, 256> tempo{};
    for (std::size_t row = 0; row < space_.rows(); ++row)
        for (std::size_t p = 0; p < kBarPlaces; ++p) tempo[row] += sum_of({place(p) + space_.begin(row), space_.interval(row)});
    const auto first = [&](std::ptrdiff_t row) { return static_cast<std::size_t>(std::max<std::ptrdiff_t>(row - kAround, 0)); };
    const auto end = [&](std::ptrdiff_t row) { return static_cast<std::size_t>(std::min(row + kAround + 1, rows)); };
    std::ptrdiff_t best = 0;
    float best_mass = 0.0f;
    for (std::ptrdiff_t row = 0; row < rows; ++row)
        if (const float m = sum_of(std::span(tempo).subspan(first(row), end(row) - first(row))); m > best_mass) best = row, best_mass = m;
    BarBelief out;
    out.mass = best_mass;
    out.interval_hops = 0.0;
    for (std::size_t row = first(best); row < end(best); ++row)
        out.interval_hops += static_cast<double>(tempo[row]) * static_cast<double>(space_.interval(row)) / best_mass;
    const std::size_t from = space_.begin(first(best)), upto = space_.last(end(best) - 1) + 1;
    double x = 0.0, y = 0.0;
    for (std::size_t p = 0; p < kBarPlaces; ++p) {
        const float* const states = place(p);
        for (std::size_t s = from; s < upto; ++s) x += states[s] * cos_[s], y += states[s] * sin_[s];
        out.places[p] = static_cast<double>(sum_of({states + from, upto - from})) / best_mass;
    }
    // The belief on a beat fills the whole part where its sound is looked for, so its mean stands half of it late.
    const double turned = std::atan2(y, x) / kTurn, phase = turned - 0.5 / TempoSpace::kBeatPart;
    out.turned = turned - std::floor(turned);
    out.phase = phase - std::floor(phase);
    return out;
}

}  // namespace chladni
