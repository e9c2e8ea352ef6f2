#pragma once

// The one include of LibTorch: tensors and their operators. Half as long to compile as <torch/torch.h>, and no more is
// needed where nothing is trained.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>

namespace chladni {

/// Whether what is computed with `x` must be differentiable: then only LibTorch's own operators will do.
inline bool is_recorded(const at::Tensor& x) { return at::GradMode::is_enabled() && x.requires_grad(); }

}  // namespace chladni
