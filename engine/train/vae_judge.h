#pragma once

#include "engine/train/block_pyramid.h"
#include "engine/train/film_bank.h"
#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// How well an autoencoder gives films back.
struct VaeMarks {
    double psnr_db = 0;      ///< films encoded and decoded, all pooled
    double decoded_db = 0;   ///< the same from the latents that it should have made
    double noisy_db = 0;     ///< from its own latents with noise, as a generator's are not quite right either
    double seams = 1;        ///< see PictureError::add_seams()
    double fit = 0;          ///< of its latents to those that it should have made, 1 - error / variance, mean over the channels
};

/// Judges autoencoders by films that none was made from. One thread.
class VaeJudge {
public:
    /// `noise`: its deviation, on normalised latents.
    VaeJudge(const ltx::VaeConfig& config, const BlockPyramid& pyramid, const FilmBank& films, double noise)
        : config_(config), pyramid_(pyramid), films_(films), noise_(noise) {}

    /// Of `weights`, float32, computed in `dtype`.
    VaeMarks marks(const NamedTensors& weights, at::ScalarType dtype) const;

    /// What the blocks' transform alone would give, block by block.
    double linear_db() const;

private:
    const ltx::VaeConfig& config_;
    const BlockPyramid& pyramid_;
    const FilmBank& films_;
    double noise_;
};

}  // namespace chladni::train
