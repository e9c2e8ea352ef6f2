#pragma once

#include "engine/tensor/torch.h"

// What row_norm.h does, where gradients are recorded: a pass over memory forward and one back, instead of a dozen.
namespace chladni {

/// x over the root mean square of its last dimension, [..., D].
at::Tensor recorded_rms_norm(const at::Tensor& x, double eps);

/// Pairs of the last dimension turned by `turns` [1 or B, N, D/2], complex: [B, N, D]. No gradient by the turns.
at::Tensor recorded_turn(const at::Tensor& x, const at::Tensor& turns);

}  // namespace chladni
