#include "engine/analysis/spectrum.h"

#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kWindow_s = 2048.0 / 48000.0;

std::size_t fast_length(double rate_hz) {
    return RealTransform::quick_length(static_cast<std::size_t>(std::ceil(kWindow_s * rate_hz - 1e-9)));
}

}  // namespace

Spectrum::Spectrum(double rate_hz)
    : rate_hz_(rate_hz), window_(fast_length(rate_hz)), windowed_(window_.size()), magnitudes_(window_.size() / 2),
      transform_(window_.size()) {
    const double last = static_cast<double>(window_.size() - 1);
    for (std::size_t i = 0; i < window_.size(); ++i)
        window_[i] = static_cast<float>((0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / last)) *
                                        2048.0 / static_cast<double>(window_.size()));
}

std::span<const float> Spectrum::magnitudes(std::span<const float> samples) {
    for (std::size_t i = 0; i < window_.size(); ++i) windowed_[i] = samples[i] * window_[i];
    const auto transformed = transform_.apply(windowed_);
    for (std::size_t k = 0; k < magnitudes_.size(); ++k) magnitudes_[k] = std::sqrt(std::norm(transformed[k]));
    return magnitudes_;
}

}  // namespace chladni
