#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "engine/types/film_clip.h"

namespace chladni {

/// How the small model's autoencoder is made.
struct VaeRecipe {
    std::int64_t decoder_width = 64;   ///< channels at the decoder's end; twice that before
    std::size_t clips = 128;           ///< that it is fitted to
    std::size_t held_back = 16;        ///< that it is judged by
    std::int64_t frames = 49;          ///< of each clip that are looked at
    std::uint64_t seed = 1;
};

/// What came of it: decibels are PSNR on clips held back, all pooled, of a peak of 2.
struct VaeReport {
    double linear_db = 0;              ///< of the blocks' linear transform alone: what the start imitates
    double start_db = 0, start_exact_db = 0;  ///< of the start in the dtype of computing, and in float32
    double fit = 0;                    ///< of the encoder's latents to the transform's, R^2, mean over the channels
};

using FilmSource = std::function<FilmClip(std::uint64_t number)>;
using VaeProgress = std::function<void(const std::string& doing, std::size_t step, std::size_t of)>;

/// Makes an autoencoder from films and writes it to `folder` (vae/ of a model) in the diffusers layout. Its start is computed, not
/// trained: principal components of blocks of video, see engine/train/block_transform.h. The same recipe and clips give the same bytes on
/// the same machine. Throws Error.
VaeReport make_vae(const VaeRecipe& recipe, const FilmSource& clips, const FilmSource& held_back, const std::filesystem::path& folder,
                   const VaeProgress& progress);

}  // namespace chladni
