#include "engine/encode/beat_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kNear_s = 0.16;

float nearness(double seconds) { return static_cast<float>(std::exp(-seconds / kNear_s)); }

}  // namespace

std::array<float, BeatFeatures::kCount> BeatFeatures::at(double time_s, std::span<const double> beats_s) {
    const auto next = std::upper_bound(beats_s.begin(), beats_s.end(), time_s);
    if (next == beats_s.begin() || next == beats_s.end()) return {};  // before the first or after the last there is no phase
    const double behind = time_s - *std::prev(next), ahead = *next - time_s;
    const double phase = 2.0 * std::numbers::pi * behind / (behind + ahead);
    return {static_cast<float>(std::cos(phase)), static_cast<float>(std::sin(phase)), nearness(behind), nearness(ahead), 1.0f};
}

}  // namespace chladni
