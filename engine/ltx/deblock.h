#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// Softens the borders between the cells of a small autoencoder whose latents are not quite right. Across each border, the more the nearer
/// it is, a picture is taken as it is blurred by a Gaussian of a quarter of a cell; in the middle of a cell it stays. What changes
/// evenly is not changed, nor does anything move. In time the two frames at each border take a sixth of each other: they are as far
/// apart as others then, and a flash keeps its frame. `frames` [B, 3, T, H, W] from a film's first frame on, `cell` px, `cell_frames`
/// frames; the first frame is a cell of its own.
at::Tensor deblocked(const at::Tensor& frames, std::int64_t cell, std::int64_t cell_frames);

/// Where two windows meet, the frame before the border has been shown when the one after it is made, and can take nothing of it any
/// more: the later one takes more, so that they are no further apart than two at another border. `after` [B, 3, 1, H, W] is of
/// deblocked(), `before` the one that was shown.
at::Tensor deblocked_after(const at::Tensor& after, const at::Tensor& before);

}  // namespace chladni::ltx
