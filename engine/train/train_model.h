#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/types/film_clip.h"

namespace chladni {

/// Clips by number; nothing: that one cannot be had, and is passed by.
struct ClipSource {
    std::size_t count = 0;
    std::function<std::optional<FilmClip>(std::size_t number)> clip;
    std::string identity;  ///< of all that decides what the clips are
};

/// What is trained, on what, for how long.
struct TrainWishes {
    std::filesystem::path model;             ///< folder that is read, and that the result is written into
    std::filesystem::path run;               ///< folder of checkpoints, latents and the log
    bool everything = false;                 ///< the transformer and the text encoder too, not the ears alone
    std::string device = "auto", dtype = "auto";
    std::int64_t steps = 1000, warm_up = 50, accumulate = 1;
    std::int64_t checkpoint_every = 100, validate_every = 100;
    std::int64_t batch = 0;                  ///< windows a step; 0: what the recipe says
    double rate = 0;                         ///< of learning; 0: what the recipe says
    double average = 0.999, clip = 1.0;
    double text_dropout = 0.1, audio_dropout = 0.1, scale_spread = 0.0;
    std::uint64_t seed = 1;
};

/// What the training says of itself.
struct TrainNews {
    enum class Kind { kLatents, kStep, kTrouble } kind = Kind::kStep;
    std::int64_t at = 0, of = 0;
    double loss = 0, held_back = -1, deaf = -1, other = -1, seconds = 0;
    std::string text;
};

/// A model with an audio_encoder/ and an audio_adapter/ taught by clips. Latents are made once and kept in the run folder; a run that was
/// cut off goes on. Throws Error. Ends early, after a checkpoint, where `stop` asks for it.
void train_model(const TrainWishes& wishes, const ClipSource& clips, const ClipSource& held_back, const std::function<void(const TrainNews&)>& told,
                 std::stop_token stop = {});

/// New weights of a model's transformer, text encoder, adapter and ears, to train them from nothing: into the folder of a model of the
/// geometry `geometry` (see synth_geometry), its VAE a copy of the folder `vae`. Throws Error.
void begin_model(const std::filesystem::path& model, const std::string& geometry, const std::filesystem::path& vae, std::uint64_t seed);

}  // namespace chladni
