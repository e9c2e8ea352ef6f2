#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// `latents` [B, C, F, H, W] moved by `factor` (0: as they are, 1: wholly) to the mean and deviation that `reference`
/// [B, C, any F, H, W] has in each film and channel; float32 on the device of `latents`. Throws Error where batch or
/// channels differ or a channel holds one value only.
at::Tensor adain(const at::Tensor& latents, const at::Tensor& reference, double factor);

/// Large latents made smaller by a soft curve: compression 0 leaves all as it is, 1 is the most. Any shape, float32.
/// Throws Error for a compression outside 0..1.
at::Tensor tone_map(const at::Tensor& latents, double compression);

}  // namespace chladni::ltx
