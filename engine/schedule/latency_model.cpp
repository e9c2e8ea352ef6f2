#include "engine/schedule/latency_model.h"

#include <algorithm>
#include <cmath>

namespace chladni {

void LatencyModel::add(Seconds took) {
    if (filled_ == 0) next_ = 0;
    times_[next_] = took;
    next_ = (next_ + 1) % kKept;
    filled_ = std::min(filled_ + 1, kKept);
}

void LatencyModel::stretch(double by) {
    for (Seconds& time : times_) time.value *= by;
}

Seconds LatencyModel::quantile(double q) const {
    if (filled_ == 0) return {0.0};
    auto sorted = times_;
    std::sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(filled_));
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(filled_)));
    return sorted[std::clamp<std::size_t>(rank, 1, filled_) - 1];
}

}  // namespace chladni
