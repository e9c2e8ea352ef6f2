#pragma once

#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/tensor/torch.h"
#include "engine/types/film_clip.h"

namespace chladni::train {

/// Films in memory as an autoencoder takes them: cut to whole latent cells in space (the middle) and time (the beginning). One thread.
class FilmBank {
public:
    /// `most_frames`: what is longer is cut.
    FilmBank(const ltx::VaeConfig& config, std::int64_t most_frames)
        : cell_(config.spatial_ratio), step_(config.temporal_ratio), most_frames_(most_frames) {}

    /// Throws Error for a clip that is smaller than a cell or has no frame.
    void add(const FilmClip& clip);

    std::size_t size() const { return films_.size(); }
    /// [1, T, H, W, 3], float32 in -1..1.
    at::Tensor film(std::size_t number) const;

private:
    std::int64_t cell_, step_, most_frames_;  // px, frames
    std::vector<at::Tensor> films_;           // [T, H, W, 3], bytes
};

}  // namespace chladni::train
