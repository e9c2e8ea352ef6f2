#pragma once

#include "engine/train/block_pyramid.h"
#include "engine/train/vae_start.h"

namespace chladni::train {

/// Sets the encoder of `weights` (from identity_weights()) so that each of its steps gives the leading coefficients of the blocks of its
/// level and the whole the latents that the largest blocks' transform gives, as near as its convolutions come; the latents' statistics
/// too. Layer by layer, each fitted to what those before it really give.
void start_encoder(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, const StartRecipe& recipe, NamedTensors& weights);

/// What the encoder is wanted to give, not normalised: [1, T, H, W, 3] -> [1, F, h, w, C].
at::Tensor wanted_latents(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const at::Tensor& film);

}  // namespace chladni::train
