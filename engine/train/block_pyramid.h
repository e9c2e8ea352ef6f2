#pragma once

#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/train/block_transform.h"
#include "engine/train/film_bank.h"

namespace chladni::train {

/// The transforms of blocks as large as a latent cell, of half that in time, height and width, and so on down to a patch of one frame:
/// what the levels of an autoencoder with spatiotemporal steps speak of.
struct BlockPyramid {
    std::vector<BlockTransform> levels;  ///< the largest blocks first

    /// Of `blocks` blocks of each size from every film, drawn by `seed`. Throws Error for an autoencoder with other steps, and where
    /// there are too few blocks.
    static BlockPyramid of(const ltx::VaeConfig& config, const FilmBank& films, std::int64_t blocks, std::uint64_t seed);
};

/// By what coefficients of these variances [k] are divided: variance^.3, such that their mean variance becomes 1. So what says most keeps
/// the largest deviation, about 3, and carries the loss of whatever is trained on them. [k]
at::Tensor spread_of(const at::Tensor& variances);

}  // namespace chladni::train
