#include "engine/schedule/latency_model.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace chladni {

namespace {

Seconds nearest_rank(std::vector<Seconds> times, double q) {
    if (times.empty()) return {0.0};
    std::ranges::sort(times);
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(times.size())));
    return times[std::clamp<std::size_t>(rank, 1, times.size()) - 1];
}

}  // namespace

void LatencyModel::add(Seconds took, double cost) {
    if (filled_ == 0) next_ = 0;
    chunks_[next_] = {took, cost};
    next_ = (next_ + 1) % kKept;
    filled_ = std::min(filled_ + 1, kKept);
}

Seconds LatencyModel::quantile(double q) const {
    std::vector<Seconds> times;
    for (const Chunk& chunk : std::span(chunks_).first(filled_)) times.push_back(chunk.took);
    return nearest_rank(std::move(times), q);
}

Seconds LatencyModel::expected(double q, double cost) const {
    std::vector<Seconds> measured, estimated;
    for (const Chunk& chunk : std::span(chunks_).first(filled_)) {
        if (chunk.cost == cost) measured.push_back(chunk.took);
        estimated.push_back(Seconds{chunk.took.value * (cost / chunk.cost)});
    }
    return nearest_rank(measured.size() >= kFew ? std::move(measured) : std::move(estimated), q);
}

}  // namespace chladni
