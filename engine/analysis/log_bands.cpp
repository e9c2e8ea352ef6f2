#include "engine/analysis/log_bands.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/quarter_tones.h"

namespace chladni {

namespace {

// The bins nearest to the quarter tones around 440 Hz, each once.
std::vector<std::size_t> centre_bins(std::size_t bins, double bin_hz) {
    std::vector<std::size_t> centres;
    for (int k = first_quarter_tone();; ++k) {
        const double hz = quarter_tone_hz(k);
        const auto bin = static_cast<std::size_t>(std::lround(hz / bin_hz));
        if (hz > kHighestQuarterTone_hz || bin >= bins) return centres;
        if (centres.empty() || centres.back() != bin) centres.push_back(bin);
    }
}

}  // namespace

LogBands::LogBands(std::size_t bins, double bin_hz) {
    const auto centres = centre_bins(bins, bin_hz);
    for (std::size_t b = 0; b + 2 < centres.size(); ++b) add(centres[b], centres[b + 1], centres[b + 2], bin_hz);
}

void LogBands::add(std::size_t low, std::size_t centre, std::size_t high, double bin_hz) {
    const std::size_t first = high - low < 3 ? centre : low + 1;
    const std::size_t end = high - low < 3 ? centre + 1 : high;
    triangles_.push_back({first, weights_.size(), end - first, static_cast<double>(centre) * bin_hz});
    for (std::size_t bin = first; bin < end; ++bin) {
        const auto at = static_cast<float>(bin);
        const auto rise = (at - static_cast<float>(low)) / static_cast<float>(centre - low);
        const auto fall = (static_cast<float>(high) - at) / static_cast<float>(high - centre);
        weights_.push_back(std::min(rise, fall));
    }
}

void LogBands::apply(std::span<const float> magnitudes, std::span<float> bands) const {
    for (std::size_t b = 0; b < triangles_.size(); ++b) {
        const Triangle& t = triangles_[b];
        float sum = 0.0f;
        for (std::size_t i = 0; i < t.length; ++i) sum += weights_[t.first_weight + i] * magnitudes[t.first_bin + i];
        bands[b] = std::log10(1.0f + sum);
    }
}

}  // namespace chladni
