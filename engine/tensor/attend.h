#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// softmax(q k^T / sqrt(d) + bias) v: q [B, H, N, d], k and v [B, H, T, d], `bias` broadcasts to [B, H, N, T] or is undefined
/// -> [B, H, N, d], laid out so that its transpose(1, 2).flatten(2) costs nothing. On a CPU by our own
/// loops where it has some (see kernels.h) and nothing is recorded, else LibTorch's.
at::Tensor attend(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias);

/// GELU by its tanh formula, likewise. `x` is used up.
at::Tensor gelu_tanh(at::Tensor x);

}  // namespace chladni
