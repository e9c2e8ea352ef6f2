#include "engine/analysis/spectrum.h"

#include <cmath>

namespace chladni {

namespace {

constexpr double kWindow_s = 2048.0 / 48000.0;

std::size_t fast_length(double rate_hz) {
    return RealTransform::quick_length(static_cast<std::size_t>(std::ceil(kWindow_s * rate_hz - 1e-9)));
}

}  // namespace

Spectrum::Spectrum(double rate_hz)
    : rate_hz_(rate_hz), window_(hann_window(fast_length(rate_hz), 2048.0)), windowed_(window_.size()), magnitudes_(window_.size() / 2),
      transform_(window_.size()) {}

std::span<const float> Spectrum::magnitudes(std::span<const float> samples) {
    for (std::size_t i = 0; i < window_.size(); ++i) windowed_[i] = samples[i] * window_[i];
    const auto transformed = transform_.apply(windowed_);
    for (std::size_t k = 0; k < magnitudes_.size(); ++k) magnitudes_[k] = std::sqrt(std::norm(transformed[k]));
    return magnitudes_;
}

}  // namespace chladni
