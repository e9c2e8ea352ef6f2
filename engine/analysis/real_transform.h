#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct kiss_fftr_state;

namespace chladni {

/// A symmetric Hann window, scaled as if it had `nominal` samples whatever its length. [length]
std::vector<float> hann_window(std::size_t length, double nominal);

/// Fourier transform of real numbers (KissFFT). No heap after construction.
class RealTransform {
public:
    /// `length`: even.
    explicit RealTransform(std::size_t length);
    /// The next length that is quick to transform.
    static std::size_t quick_length(std::size_t at_least);
    std::size_t length() const { return length_; }
    /// `samples` [length] -> [length / 2 + 1], valid until the next call.
    std::span<const std::complex<float>> apply(std::span<const float> samples);

private:
    struct Free {
        void operator()(kiss_fftr_state* state) const;
    };
    std::size_t length_;
    std::vector<std::complex<float>> result_;  // [length / 2 + 1]
    std::unique_ptr<kiss_fftr_state, Free> state_;
};

}  // namespace chladni
