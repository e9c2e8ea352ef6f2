#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// Whether a weight on this device and in this dtype is worth laying out anew for multiplying: bfloat16 on a CPU that
/// multiplies in it, where the library would else do it in every call.
bool packs_weights(at::Device device, at::ScalarType dtype);

/// `weight` [out, in] laid out so, of an opaque layout: for packed_linear() only. Reads `weight` once.
at::Tensor packed_weight(const at::Tensor& weight);

/// x W^T + b with such a weight: the same numbers as at::linear. `bias` [out] or undefined. [..., in] -> [..., out].
at::Tensor packed_linear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias);

}  // namespace chladni
