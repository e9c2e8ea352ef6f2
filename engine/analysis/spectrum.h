#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/analysis/real_transform.h"

namespace chladni {

/// Magnitudes of a Hann-windowed piece of sound (KissFFT). The window lasts 43 ms at every rate; magnitudes are scaled as
/// if it had 2048 samples (a full-scale tone gives 512). No heap after construction.
class Spectrum {
public:
    explicit Spectrum(double rate_hz);

    std::size_t window_length() const { return window_.size(); }
    std::size_t bins() const { return magnitudes_.size(); }
    double bin_hz() const { return rate_hz_ / static_cast<double>(window_.size()); }
    /// `samples` [window_length] -> [bins], valid until the next call.
    std::span<const float> magnitudes(std::span<const float> samples);

private:
    double rate_hz_;
    std::vector<float> window_, windowed_;      // [N]
    std::vector<float> magnitudes_;             // [N / 2]
    RealTransform transform_;
};

}  // namespace chladni
