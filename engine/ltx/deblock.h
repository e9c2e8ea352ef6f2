#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// Softens the borders between the cells of a small autoencoder whose latents are not quite right. Across each border, the more the nearer
/// it is, a picture is taken as it is blurred by a Gaussian of a quarter of a cell; in the middle of a cell it stays. What changes
/// evenly is not changed, nor does anything move. `frames` [.., H, W], `cell` px.
at::Tensor deblocked(const at::Tensor& frames, std::int64_t cell);

}  // namespace chladni::ltx
