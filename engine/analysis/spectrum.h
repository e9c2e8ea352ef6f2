#pragma once

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct kiss_fftr_state;

namespace chladni {

/// Magnitudes of a Hann-windowed piece of sound (KissFFT). The window lasts 43 ms at every rate; magnitudes are scaled as
/// if it had 2048 samples (a full-scale tone gives 512). No heap after construction.
class Spectrum {
public:
    explicit Spectrum(double rate_hz);
    ~Spectrum();

    std::size_t window_length() const { return window_.size(); }
    std::size_t bins() const { return magnitudes_.size(); }
    double bin_hz() const { return rate_hz_ / static_cast<double>(window_.size()); }
    /// `samples` [window_length] -> [bins], valid until the next call.
    std::span<const float> magnitudes(std::span<const float> samples);

private:
    double rate_hz_;
    std::vector<float> window_, windowed_;      // [N]
    std::vector<std::complex<float>> transform_;  // [N / 2 + 1]
    std::vector<float> magnitudes_;             // [N / 2]
    kiss_fftr_state* fft_;
};

}  // namespace chladni
