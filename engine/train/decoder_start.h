#pragma once

#include "engine/train/block_pyramid.h"
#include "engine/train/vae_start.h"

namespace chladni::train {

/// Sets the decoder of `weights` (from identity_weights()) so that each of its steps gives the leading coefficients of the blocks of its
/// level, and the last the picture, as near as its convolutions come, which also look at neighbouring cells. Layer by layer, each fitted
/// to what those before it really give. `latents`: of each film, not normalised, [1, F, h, w, C].
void start_decoder(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const std::vector<at::Tensor>& latents,
                   const StartRecipe& recipe, NamedTensors& weights);

}  // namespace chladni::train
