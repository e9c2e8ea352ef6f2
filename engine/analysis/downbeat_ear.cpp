#include "engine/analysis/downbeat_ear.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chladni {

namespace {

constexpr double kAccentWeight = 0.35;
constexpr double kChangeWeight = 0.7;
constexpr double kSurest = 2.0;
constexpr double kEarly = 0.85, kLate = 0.25;  // of a beat: hits there belong to the beat after, before
constexpr double kMemory = 1.0 / 16.0;         // beats

double difference(const std::array<double, 24>& a, const std::array<double, 24>& b) {
    const double ab = std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
    const double aa = std::inner_product(a.begin(), a.end(), a.begin(), 0.0);
    const double bb = std::inner_product(b.begin(), b.end(), b.begin(), 0.0);
    return aa * bb > 0.0 ? 1.0 - ab / std::sqrt(aa * bb) : 0.0;
}

}  // namespace

double DownbeatEar::Scale::standard(double x) {
    const double off = x - mean;
    const double z = off / std::sqrt(square);
    mean += kMemory * off;
    square += kMemory * (off * off - square) + 1e-12;
    return std::clamp(z, -3.0, 3.0);
}

std::optional<double> DownbeatEar::hear(const HopSound& sound, double beat) {
    std::optional<double> ended;
    const auto now = static_cast<std::int64_t>(std::floor(beat));
    if (now > beat_) {
        const double ratio = end_beat();
        if (now == beat_ + 1) ended = ratio;  // where beats were passed over, what was heard is of none of them
        beat_ = now;
    }
    const double part = beat - static_cast<double>(now);
    if (now == beat_ && part < kLate) accent_ = std::max(accent_, static_cast<double>(sound.accent));
    if (part > kEarly) next_accent_ = std::max(next_accent_, static_cast<double>(sound.accent));
    for (std::size_t i = 0; i < harmony_.size(); ++i) harmony_[i] += static_cast<double>(sound.harmony[i]);
    return ended;
}

double DownbeatEar::end_beat() {
    const double score = kAccentWeight * accents_.standard(accent_) + kChangeWeight * changes_.standard(difference(harmony_, before_));
    before_ = harmony_;
    harmony_.fill(0.0);
    accent_ = next_accent_;
    next_accent_ = 0.0;
    return std::exp(std::clamp(score, -kSurest, kSurest));
}

}  // namespace chladni
