#include "engine/analysis/net_ear.h"

#include <algorithm>
#include <cmath>

#include "engine/analysis/quarter_tones.h"

namespace chladni {

namespace {

constexpr double kRate_hz = 22050.0;
constexpr std::size_t kWindow = 1411, kBins = 705;
constexpr double kBin_hz = kRate_hz / (2.0 * kBins);  // of the bands; madmom's, a little more than kRate_hz / kWindow

// The bins nearest to the quarter tones around 440 Hz, each once; what lies over the spectrum falls on its last bin.
std::vector<std::size_t> centre_bins() {
    std::vector<std::size_t> centres;
    for (int k = first_quarter_tone();; ++k) {
        const double hz = quarter_tone_hz(k);
        if (hz > kHighestQuarterTone_hz) return centres;
        const auto bin = std::min(static_cast<std::size_t>(std::lround(hz / kBin_hz)), kBins - 1);
        if (centres.empty() || centres.back() != bin) centres.push_back(bin);
    }
}

// At BeatNet's own rate and its multiples the bins fall on those of a transform of twice the window; else any quick length
// does, as long as what is read between two bins is nearly straight.
std::size_t transform_length(double rate_hz, std::size_t window) {
    return rate_hz == kRate_hz ? 2 * window : RealTransform::quick_length(2 * window);
}

}  // namespace

NetEar::NetEar(double rate_hz)
    : window_(hann_window(static_cast<std::size_t>(std::lround(kWindow * rate_hz / kRate_hz)), kWindow)), padded_(transform_length(rate_hz, window_.size())),
      transform_(padded_.size()), magnitudes_(kBins), before_(kBands), heard_(2 * kBands) {
    stride_ = kRate_hz / kWindow * static_cast<double>(padded_.size()) / rate_hz;
    const auto centres = centre_bins();
    for (std::size_t b = 0; b + 2 < centres.size(); ++b) add(centres[b], centres[b + 1], centres[b + 2]);
}

void NetEar::add(std::size_t low, std::size_t centre, std::size_t high) {
    if (high - low < 2) centre = low, high = low + 1;
    const std::size_t first_weight = weights_.size();
    float sum = 0.0f;
    for (std::size_t bin = low; bin < high; ++bin) {
        const float weight = bin < centre ? static_cast<float>(bin - low) / static_cast<float>(centre - low)
                                          : static_cast<float>(high - bin) / static_cast<float>(high - centre);
        weights_.push_back(weight);
        sum += weight;
    }
    for (std::size_t i = first_weight; i < weights_.size(); ++i) weights_[i] /= sum;
    triangles_.push_back({low, first_weight, high - low});
}

std::span<const float> NetEar::hear(std::span<const float> samples) {
    // The middle of the window is time 0 of the transform: so its phases turn slowly, and between bins it is nearly straight.
    const std::size_t middle = window_.size() / 2, length = padded_.size();
    for (std::size_t i = 0; i < window_.size(); ++i) padded_[(i + length - middle) % length] = samples[i] * window_[i];
    const auto spectrum = transform_.apply(padded_);
    for (std::size_t k = 0; k < kBins; ++k) {
        const double at = static_cast<double>(k) * stride_;
        const auto below = static_cast<std::size_t>(at);
        const auto part = static_cast<float>(at - static_cast<double>(below));
        magnitudes_[k] = below + 1 < spectrum.size() ? std::abs(spectrum[below] + part * (spectrum[below + 1] - spectrum[below])) : 0.0f;
    }
    for (std::size_t b = 0; b < kBands; ++b) {
        const Triangle& t = triangles_[b];
        float sum = 0.0f;
        for (std::size_t i = 0; i < t.length; ++i) sum += weights_[t.first_weight + i] * magnitudes_[t.first_bin + i];
        heard_[b] = std::log10(1.0f + sum);
        heard_[kBands + b] = first_ ? 0.0f : std::max(0.0f, heard_[b] - before_[b]);
        before_[b] = heard_[b];
    }
    first_ = false;
    return heard_;
}

}  // namespace chladni
