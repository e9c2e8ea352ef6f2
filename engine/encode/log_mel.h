#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// How loud a sound is in 32 bands, mel-spaced from 30 to 7800 Hz, around given instants. A Hann window of at least 32 ms;
/// mel scale: O'Shaughnessy 1987, 2595 log10(1 + f / 700).
class LogMel {
public:
    static constexpr std::int64_t kBands = 32;
    static constexpr double kWindow_s = 0.032;  ///< at least

    explicit LogMel(int sample_rate);

    /// `mono` [S] float32 (silence before and after it), `centres` [n] int64 samples -> [n, 32]: log10 of the power, where a
    /// full-scale sine is about 0, mapped so that -80 dB and below is -2 and 0 dB is 2.
    at::Tensor operator()(const at::Tensor& mono, const at::Tensor& centres) const;

private:
    at::Tensor some(const at::Tensor& mono, const at::Tensor& centres) const;

    at::Tensor window_;   // [L]
    at::Tensor filters_;  // [L/2+1, 32]
};

}  // namespace chladni
