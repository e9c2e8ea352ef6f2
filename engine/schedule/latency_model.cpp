#include "engine/schedule/latency_model.h"

#include <algorithm>
#include <cmath>

namespace chladni {

void LatencyModel::add(Seconds took, double cost) {
    if (filled_ == 0) next_ = 0;
    chunks_[next_] = {took, cost};
    next_ = (next_ + 1) % kKept;
    filled_ = std::min(filled_ + 1, kKept);
}

template <typename TimeOf>
Seconds LatencyModel::ranked(double q, TimeOf&& time_of) const {
    if (filled_ == 0) return {0.0};
    std::array<Seconds, kKept> times;
    const auto end = std::transform(chunks_.begin(), chunks_.begin() + static_cast<std::ptrdiff_t>(filled_), times.begin(), time_of);
    std::sort(times.begin(), end);
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(filled_)));
    return times[std::clamp<std::size_t>(rank, 1, filled_) - 1];
}

Seconds LatencyModel::quantile(double q) const {
    return ranked(q, [](const Chunk& chunk) { return chunk.took; });
}

Seconds LatencyModel::expected(double q, double cost) const {
    return ranked(q, [cost](const Chunk& chunk) { return Seconds{chunk.took.value * (cost / chunk.cost)}; });
}

}  // namespace chladni
