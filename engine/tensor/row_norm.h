#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// Root mean square norms over the last dimension with what LTX-Video does next to them, in one walk over the rows where
/// the CPU has loops for it (see kernels.h); else by LibTorch's operators. `x` [B, N, D] -> [B, N, D].

/// x over its root mean square.
at::Tensor rms_norm_plain(const at::Tensor& x, double eps);

/// x over its root mean square, times `weight` [D].
at::Tensor rms_norm_weighted(const at::Tensor& x, const at::Tensor& weight, double eps);

/// x over its root mean square, times `scale` plus `shift`, both [1 or B, 1 or N, D].
at::Tensor rms_norm_modulated(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift);

/// x over its root mean square, times `weight`; then pairs (2j, 2j+1) turned by `turns` [1 or B, N, D/2], complex64.
at::Tensor rms_norm_turned(const at::Tensor& x, const at::Tensor& weight, double eps, const at::Tensor& turns);

/// SiLU of x over its root mean square, times `scale` plus `shift` [B, D]; without those where they are undefined.
/// `x` [B, T, H, W, D].
at::Tensor rms_norm_silu(const at::Tensor& x, double eps, const at::Tensor& scale, const at::Tensor& shift);

/// Pairs (2j, 2j+1) turned by `turns`; computed in float32, given back in x's dtype.
at::Tensor turned(const at::Tensor& x, const at::Tensor& turns);

}  // namespace chladni
