#include "engine/analysis/onset_peaks.h"

#include <algorithm>
#include <numeric>

namespace chladni {

namespace {

constexpr std::size_t kLargestAround = 3, kMeanBefore = 15, kMeanAfter = 7, kApart = 3;  // hops of 10 ms
constexpr float kOverMean = 1.1f;

}  // namespace

std::vector<std::size_t> onset_peaks(std::span<const float> flux) {
    const auto around = [&](std::size_t i, std::size_t before, std::size_t after) {
        const std::size_t from = i - std::min(i, before);
        return flux.subspan(from, std::min(i + after + 1, flux.size()) - from);
    };
    std::vector<std::size_t> peaks;
    for (std::size_t i = 0; i < flux.size(); ++i) {
        const auto near = around(i, kMeanBefore, kMeanAfter);
        const float mean = std::accumulate(near.begin(), near.end(), 0.0f) / static_cast<float>(near.size());
        const bool largest = flux[i] >= std::ranges::max(around(i, kLargestAround, kLargestAround));
        const bool apart = peaks.empty() || i - peaks.back() > kApart;
        if (largest && apart && flux[i] >= mean + kOverMean) peaks.push_back(i);
    }
    return peaks;
}

}  // namespace chladni
