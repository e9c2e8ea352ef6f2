#pragma once

#include <memory>

#include "engine/encode/token_layers.h"
#include "engine/ltx/video_vae.h"
#include "engine/train/latent_clip.h"
#include "engine/types/film_clip.h"

namespace chladni::train {

/// Films to what is trained on, by a model's own VAE and the fixed part of its ears. One thread.
class LatentMaker {
public:
    /// Throws Error: what is missing of the VAE or does not fit.
    LatentMaker(const PartSource<ltx::VaeConfig>& vae, std::shared_ptr<ColumnEncoder> ears, at::Device device, at::ScalarType compute);

    /// Throws Error for a clip that does not fit the VAE's steps in time and space.
    LatentClip operator()(const FilmClip& clip) const;

    const ltx::VaeConfig& vae_config() const { return vae_.config(); }

private:
    ltx::VideoVae vae_;
    std::shared_ptr<ColumnEncoder> ears_;
};

/// Frames of a clip as the VAE takes them: [1, 3, T, H, W] float32 in -1..1.
at::Tensor frames_of(const FilmClip& clip);

}  // namespace chladni::train
