#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "engine/types/film_clip.h"

namespace chladni {

/// How the small model's autoencoder is made.
struct VaeRecipe {
    std::int64_t decoder_width = 32;   ///< channels at the decoder's end; twice that before
    std::filesystem::path encoder;     ///< vae/ of a model whose encoder and latents are kept, and only a decoder is made; empty: both
    std::size_t clips = 128;           ///< that it is fitted to
    std::size_t held_back = 16;        ///< that it is judged by
    std::int64_t frames = 49;          ///< of each clip that are looked at
    double noise = 0.07;               ///< deviation of noise on normalised latents that the decoder learns to bear
    std::int64_t tuning_steps = 0;     ///< after the start
    std::filesystem::path run;         ///< a folder for the tuning's checkpoints; empty: `folder` with .run behind it
    std::uint64_t seed = 1;
};

/// How well an autoencoder gives back clips held back: decibels are PSNR, all pooled, of a peak of 2.
struct VaeQuality {
    double psnr_db = 0, noisy_db = 0;  ///< as it computes here; and with the recipe's noise on the latents
    double seams = 0;                  ///< the error's jumps at the borders of cells beside those within: 1 where none shows
};

/// What came of it.
struct VaeReport {
    double linear_db = 0;              ///< of the blocks' linear transform alone: what the start imitates
    VaeQuality start, tuned;           ///< the better one is written
    double start_exact_db = 0;         ///< the start in float32
    double fit = 0;                    ///< of a new encoder's latents to the transform's, R^2, mean over the channels
};

using FilmSource = std::function<FilmClip(std::uint64_t number)>;
/// Throws to end it.
using VaeProgress = std::function<void(const std::string& doing, std::size_t step, std::size_t of)>;

/// Makes an autoencoder from films and writes it to `folder` (vae/ of a model) in the diffusers layout. Its start is computed, not
/// trained: principal components of blocks of video, see engine/train/block_transform.h. The same recipe and clips give the same bytes on
/// the same machine; a tuning that was cut off goes on. Throws Error.
VaeReport make_vae(const VaeRecipe& recipe, const FilmSource& clips, const FilmSource& held_back, const std::filesystem::path& folder,
                   const VaeProgress& progress);

}  // namespace chladni
