#include "engine/measure/beat_alignment.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

double distance_to(std::span<const double> moments_s, double t) {
    const auto after = std::ranges::lower_bound(moments_s, t);
    double distance = after != moments_s.end() ? *after - t : t - moments_s.back();
    if (after != moments_s.begin()) distance = std::min(distance, t - *std::prev(after));
    return distance;
}

double mean_nearness(std::span<const double> from_s, std::span<const double> to_s) {
    double sum = 0.0;
    for (const double t : from_s) {
        const double x = distance_to(to_s, t) / kAlignmentSigma_s;
        sum += std::exp(-0.5 * x * x);
    }
    return sum / static_cast<double>(from_s.size());
}

}  // namespace

BeatAlignment align_beats(std::span<const double> heard_s, std::span<const double> seen_s) {
    if (heard_s.empty() || seen_s.empty()) return {};
    BeatAlignment out{mean_nearness(heard_s, seen_s), mean_nearness(seen_s, heard_s), 0.0};
    const double sum = out.sound_to_picture + out.picture_to_sound;
    if (sum > 0.0) out.both = 2.0 * out.sound_to_picture * out.picture_to_sound / sum;
    return out;
}

}  // namespace chladni
