#include "engine/analysis/real_transform.h"

#include <kiss_fftr.h>

#include <cmath>
#include <numbers>

#include "engine/base/check.h"

namespace chladni {

static_assert(sizeof(std::complex<float>) == sizeof(kiss_fft_cpx));

std::vector<float> hann_window(std::size_t length, double nominal) {
    std::vector<float> window(length);
    const auto last = static_cast<double>(length - 1);
    for (std::size_t i = 0; i < length; ++i)
        window[i] = static_cast<float>((0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * static_cast<double>(i) / last)) * nominal /
                                       static_cast<double>(length));
    return window;
}

RealTransform::RealTransform(std::size_t length)
    : length_(length), result_(length / 2 + 1), state_(kiss_fftr_alloc(static_cast<int>(length), 0, nullptr, nullptr)) {
    require(state_ != nullptr, "expected memory for a Fourier transform, got none; close other programs");
}

std::size_t RealTransform::quick_length(std::size_t at_least) {
    return static_cast<std::size_t>(kiss_fftr_next_fast_size_real(static_cast<int>(at_least)));
}

std::span<const std::complex<float>> RealTransform::apply(std::span<const float> samples) {
    kiss_fftr(state_.get(), samples.data(), reinterpret_cast<kiss_fft_cpx*>(result_.data()));
    return result_;
}

void RealTransform::Free::operator()(kiss_fftr_state* state) const { kiss_fftr_free(state); }

}  // namespace chladni
