#pragma once

#include "engine/tensor/torch.h"

namespace chladni::train {

/// How wrong a film looks, [B, 3, T, H, W] both, -1..1: mean difference, twice its mean square, and how much neighbours in width, height and
/// time differ otherwise than they should, which keeps edges sharp and borders of cells unseen. [].
inline at::Tensor picture_loss(const at::Tensor& made, const at::Tensor& truth) {
    const at::Tensor wrong = made - truth;                                                                      // [B, 3, T, H, W]
    at::Tensor loss = wrong.abs().mean() + 2.0 * wrong.square().mean();                                         // []
    for (const std::int64_t dim : {2, 3, 4}) {
        const std::int64_t count = wrong.size(dim) - 1;
        if (count > 0) loss = loss + (wrong.narrow(dim, 1, count) - wrong.narrow(dim, 0, count)).abs().mean();  // []
    }
    return loss;
}

}  // namespace chladni::train
