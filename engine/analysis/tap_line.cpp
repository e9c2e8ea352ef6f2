#include "engine/analysis/tap_line.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kLongestGap_s = 2.0;  // after a pause the tapping starts anew
constexpr double kShortestGap_s = 0.2;
constexpr double kUneven = 0.12;    // of the interval

}  // namespace

std::optional<BeatLine> TapLine::tap(double at_s) {
    if (count_ > 0 && (at_s - taps_[count_ - 1] > kLongestGap_s || at_s < taps_[count_ - 1])) count_ = 0;
    if (count_ > 0 && at_s - taps_[count_ - 1] < kShortestGap_s) return {};
    if (count_ == kKept) std::shift_left(taps_.begin(), taps_.end(), 1), --count_;
    taps_[count_++] = at_s;
    if (count_ < 3) return {};
    const auto n = static_cast<double>(count_);
    double mean = 0.0, slope = 0.0, spread = 0.0, worst = 0.0;
    for (std::size_t k = 0; k < count_; ++k) mean += taps_[k] / n;
    for (std::size_t k = 0; k < count_; ++k) {
        const double away = static_cast<double>(k) - 0.5 * (n - 1.0);
        slope += away * (taps_[k] - mean);
        spread += away * away;
    }
    const BeatLine beat{slope / spread, mean - 0.5 * (n - 1.0) * slope / spread};
    for (std::size_t k = 0; k < count_; ++k)
        worst = std::max(worst, std::abs(taps_[k] - beat.at_s - static_cast<double>(k) * beat.interval_s));
    if (worst < kUneven * beat.interval_s) return beat;
    return {};
}

}  // namespace chladni
