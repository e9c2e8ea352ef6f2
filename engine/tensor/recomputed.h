#pragma once

#include <functional>

#include "engine/tensor/torch.h"

namespace chladni {

/// work(x), of which nothing is kept for the way back but `x`: there it is computed once more (Chen et al. 2016, "Training deep nets
/// with sublinear memory cost"). What `work` refers to must live until then; gradients reach every tensor it computes with.
at::Tensor recomputed(const std::function<at::Tensor(const at::Tensor& x)>& work, const at::Tensor& x);

}  // namespace chladni
