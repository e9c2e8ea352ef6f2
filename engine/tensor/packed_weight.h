#pragma once

#include <array>

#include "engine/tensor/torch.h"

namespace chladni {

/// Whether a weight on this device and in this dtype is worth laying out anew for multiplying: on a CPU, where the library would else do it in
/// every call, or take a slower way (float32 convolutions: 2 to 9 times slower).
bool packs_weights(at::Device device, at::ScalarType dtype);

/// `weight` [out, in] laid out so, of an opaque layout: for packed_linear() only. Reads `weight` once.
at::Tensor packed_weight(const at::Tensor& weight);

/// x W^T + b with such a weight: at::linear to rounding. `bias` [out] or undefined. [..., in] -> [..., out].
at::Tensor packed_linear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias);

/// How a convolution in time, height and width steps and is padded.
struct Conv3dShape {
    std::array<std::int64_t, 3> stride{1, 1, 1}, padding{0, 0, 0};
};

/// The same for a convolution's `weight` [out, in, k, k, k].
at::Tensor packed_conv3d_weight(const at::Tensor& weight, const Conv3dShape& shape);

/// `x` [B, in, T, H, W] with such a weight -> [B, out, T', H', W'], at::conv3d to rounding.
at::Tensor packed_conv3d(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias, const Conv3dShape& shape);

}  // namespace chladni
