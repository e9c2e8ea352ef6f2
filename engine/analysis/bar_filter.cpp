#include "engine/analysis/bar_filter.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chladni {

namespace {

constexpr std::array<std::size_t, 7> kNext = {1, 2, 3, 0, 5, 6, 4};
constexpr double kLost = 0.01;          // of the belief starts anew with each beat
constexpr double kBarsOfThree = 0.1;
constexpr double kAccentWeight = 0.35, kChangeWeight = 0.7, kSurest = 2.0;
constexpr double kEarly = 0.85, kLate = 0.25;  // of a beat: hits there belong to the beat after, before
constexpr double kMemory = 1.0 / 16.0;         // beats

double prior(std::size_t state) { return state < 4 ? (1.0 - kBarsOfThree) / 4.0 : kBarsOfThree / 3.0; }

double difference(const std::array<double, 24>& a, const std::array<double, 24>& b) {
    const double ab = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    const double aa = std::inner_product(a.begin(), a.end(), a.begin(), 0.0);
    const double bb = std::inner_product(b.begin(), b.end(), b.begin(), 0.0);
    return aa * bb > 0.0 ? 1.0 - ab / std::sqrt(aa * bb) : 0.0;
}

}  // namespace

double BarFilter::Scale::standard(double x) {
    const double off = x - mean;
    const double z = off / std::sqrt(square);
    mean += kMemory * off;
    square += kMemory * (off * off - square) + 1e-12;
    return std::clamp(z, -3.0, 3.0);
}

void BarFilter::reset() {
    for (std::size_t s = 0; s < kStates; ++s) belief_[s] = prior(s);
}

void BarFilter::hear(const HopSound& sound, double beat) {
    const auto now = static_cast<std::int64_t>(std::floor(beat));
    if (now > beat_) {
        end_beat();
        // Where beats were passed over, the pointer goes on without having heard them.
        for (beat_ = std::max(beat_, now - 16); beat_ + 1 < now; ++beat_) decide();
        beat_ = now;
    }
    const double part = beat - static_cast<double>(now);
    if (now == beat_ && part < kLate) accent_ = std::max(accent_, static_cast<double>(sound.accent));
    if (part > kEarly) next_accent_ = std::max(next_accent_, static_cast<double>(sound.accent));
    for (std::size_t i = 0; i < harmony_.size(); ++i) harmony_[i] += static_cast<double>(sound.harmony[i]);
}

void BarFilter::end_beat() {
    const double score = kAccentWeight * accents_.standard(accent_) +
                         kChangeWeight * changes_.standard(difference(harmony_, before_));
    const double ratio = std::exp(std::clamp(score, -kSurest, kSurest));
    belief_[0] *= ratio;
    belief_[4] *= ratio;
    before_ = harmony_;
    harmony_.fill(0.0);
    accent_ = next_accent_;
    next_accent_ = 0.0;
    decide();
}

void BarFilter::decide() {
    const double sum = std::accumulate(belief_.begin(), belief_.end(), 0.0);
    std::array<double, kStates> moved{};
    for (std::size_t s = 0; s < kStates; ++s) moved[kNext[s]] = (1.0 - kLost) * belief_[s] / sum + kLost * prior(s);
    const auto position_now = [&](int beats_per_bar) {  // of the beat that just ended, as the decision stands
        const auto off = (beat_ - downbeat_) % beats_per_bar;
        return static_cast<std::size_t>((off + beats_per_bar) % beats_per_bar + (beats_per_bar == 3 ? 4 : 0));
    };
    const auto best = static_cast<std::size_t>(std::ranges::max_element(belief_) - belief_.begin());
    if (belief_[best] > 2.0 * belief_[position_now(beats_per_bar_)]) {
        beats_per_bar_ = best < 4 ? 4 : 3;
        const auto position = static_cast<std::int64_t>(best < 4 ? best : best - 4);
        downbeat_ = static_cast<int>(beat_ - position);
    }
    belief_ = moved;
}

}  // namespace chladni
