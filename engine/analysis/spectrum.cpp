#include "engine/analysis/spectrum.h"

#include <kiss_fftr.h>

#include <cmath>
#include <numbers>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr double kWindow_s = 2048.0 / 48000.0;

std::size_t fast_length(double rate_hz) {
    return static_cast<std::size_t>(kiss_fftr_next_fast_size_real(static_cast<int>(std::ceil(kWindow_s * rate_hz - 1e-9))));
}

}  // namespace

static_assert(sizeof(std::complex<float>) == sizeof(kiss_fft_cpx));

Spectrum::Spectrum(double rate_hz)
    : rate_hz_(rate_hz), window_(fast_length(rate_hz)), windowed_(window_.size()), transform_(window_.size() / 2 + 1),
      magnitudes_(window_.size() / 2), fft_(kiss_fftr_alloc(static_cast<int>(window_.size()), 0, nullptr, nullptr)) {
    require(fft_ != nullptr, "expected memory for a Fourier transform, got none; close other programs");
    const double last = static_cast<double>(window_.size() - 1);
    for (std::size_t i = 0; i < window_.size(); ++i)
        window_[i] = static_cast<float>((0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / last)) *
                                        2048.0 / static_cast<double>(window_.size()));
}

Spectrum::~Spectrum() { kiss_fftr_free(fft_); }

std::span<const float> Spectrum::magnitudes(std::span<const float> samples) {
    for (std::size_t i = 0; i < window_.size(); ++i) windowed_[i] = samples[i] * window_[i];
    kiss_fftr(fft_, windowed_.data(), reinterpret_cast<kiss_fft_cpx*>(transform_.data()));
    for (std::size_t k = 0; k < magnitudes_.size(); ++k)
        magnitudes_[k] = std::sqrt(std::norm(transform_[k]));
    return magnitudes_;
}

}  // namespace chladni
