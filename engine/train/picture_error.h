#pragma once

#include <cmath>

#include "engine/tensor/torch.h"

namespace chladni::train {

/// How far films are from others, all their numbers pooled. One thread.
class PictureError {
public:
    /// Both of one shape, -1..1; what is beyond is cut, as a screen does.
    void add(const at::Tensor& made, const at::Tensor& truth) {
        squares_ += (made.clamp(-1.0, 1.0) - truth).square().sum(at::kDouble).item<double>();
        count_ += static_cast<double>(truth.numel());
    }

    double psnr_db() const { return 10.0 * std::log10(4.0 * count_ / std::max(squares_, 1e-12)); }  ///< the peak is 2

private:
    double squares_ = 0, count_ = 0;
};

}  // namespace chladni::train
