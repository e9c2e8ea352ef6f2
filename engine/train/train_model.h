#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/train/held_back_losses.h"
#include "engine/types/film_clip.h"

namespace chladni {

/// Where clips come from.
struct ClipSource {
    /// One of each clip, the same for the same clip: its latents are kept under it.
    std::vector<std::string> keys;
    /// Of each clip, where captions may change and the clip stays; else empty, and a clip keeps the one that it came with.
    std::vector<std::string> captions;
    /// Hands out the wanted ones, by their place in `keys`, in any order; ends where `take` returns false or `stop` asks for it. One
    /// that cannot be had is passed by.
    std::function<void(const std::function<bool(std::size_t)>& wanted, const std::function<bool(std::size_t, FilmClip&&)>& take, std::stop_token stop)> each;
};

/// What is trained, on what, for how long.
struct TrainWishes {
    std::filesystem::path model;             ///< folder that is read, and that the result is written into
    std::filesystem::path run;               ///< folder of checkpoints, latents and the log
    bool everything = false;                 ///< the transformer and the text encoder too, not the ears alone
    std::int64_t lora_rank = 0;              ///< above 0, and not everything: low-rank branches beside the blocks' layers too
    std::string device = "auto", dtype = "auto";
    std::int64_t steps = 1000, warm_up = 50, accumulate = 1;
    std::int64_t checkpoint_every = 100, validate_every = 100;
    std::int64_t batch = 0;                  ///< windows a step; 0: what the recipe says
    double rate = 0;                         ///< of learning; 0: what the recipe says
    double average = 0.999, clip = 1.0;
    bool recompute = false;                  ///< blocks are computed twice and not remembered: less memory, a third more time
    double text_dropout = 0.1, audio_dropout = 0.1, both_dropout = 0.0, scale_spread = 0.0;
    double noisier = 0.0;                    ///< added to the shift of the model's noise levels: few steps need what much noise teaches
    double guidance = 1.0;                   ///< above 1: the model learns to say at once what guidance of this strength makes of it
    std::filesystem::path teacher;           ///< a model; not empty, and everything: what is learnt is to go its way from noise to picture in few steps, see StraightFlow
    std::int64_t pieces = 2;                 ///< those steps
    bool graded = false;                     ///< instead of that, to hear as far as audio_scale says, see GradedListening
    std::int64_t ears_steps = 0;             ///< before the first step of a run, the ears learn alone: see start_ears()
    std::int64_t part_height = 0, part_width = 0;  ///< latent cells; not 0: three steps in four see parts of the picture of this size; with short_frames three in eight
    std::int64_t short_frames = 0;           ///< latent frames; not 0: every other step sees so short pieces of several times as many clips
    std::uint64_t seed = 1;
};

/// What the training says of itself.
struct TrainNews {
    enum class Kind { kLatents, kStep, kWords, kTrouble } kind = Kind::kStep;
    std::int64_t at = 0, of = 0;
    double loss = 0, seconds = 0;
    train::HeldBackLosses held_back;
    std::string text;
};

/// A model with an audio_encoder/ and an audio_adapter/ taught by clips. Latents are made once and kept in the run folder; a run that was
/// cut off goes on. Throws Error. Ends early, after a checkpoint, where `stop` asks for it. Processes that mpirun started together
/// share the work of every step, each on a GPU of its own where the device is "cuda"; to be called last in each of them.
void train_model(const TrainWishes& wishes, const ClipSource& clips, const ClipSource& held_back, const std::function<void(const TrainNews&)>& told,
                 std::stop_token stop = {});

/// Calls `work` in one of the processes that mpirun started together, while the others wait: for what is written before train_model().
void once_in_team(const std::function<void()>& work);

/// New weights of a model's transformer, text encoder, adapter and ears, to train them from nothing: into the folder of a model of the
/// geometry `geometry` (see synth_geometry), its VAE a copy of the folder `vae`. Every longer word
/// of `captions` becomes one token, so that words with a part in common mean nothing in common. Throws Error.
void begin_model(const std::filesystem::path& model, const std::string& geometry, const std::filesystem::path& vae, std::uint64_t seed,
                 const std::vector<std::string>& captions = {});

/// The same as a copy of the model folder `base`, its links followed. Throws Error.
void begin_copy(const std::filesystem::path& model, const std::filesystem::path& base);

/// The ears that a model is to get.
struct AdapterWishes {
    std::string injection_mode = "cross_attention";  ///< see audio_modes_from()
    std::vector<std::size_t> layers;                 ///< blocks that listen; empty: all
    double window_s = 0.75;                          ///< half the width of what a moment hears
    std::string encoder = "spectrogram";             ///< or "clap", "wav2vec2"
    std::filesystem::path encoder_model;             ///< of those two: a folder that transformers wrote
    std::int64_t hidden_dim = 0;                     ///< width of an audio token; 0: the transformer's
    std::uint64_t seed = 1;
};

/// What clips for a model are to be like.
struct ClipShape {
    int width = 0, height = 0, frames = 0;  ///< `windows` windows of the model, without what they share
    int temporal_ratio = 8;
    double frame_rate = 24;
};
ClipShape clip_shape(const std::filesystem::path& model, int windows);

/// A model folder whose parts are those of `base` by link, with an audio_encoder/ and an audio_adapter/ of its own that change nothing
/// until they are trained; those of `base` where it has them and `anew` is not asked for. Gives what train_model() is to be called
/// with: the folder, or the checkpoint file in it, as begun_model() does later. Throws Error.
std::filesystem::path begun_model(const std::filesystem::path& model, const std::filesystem::path& base);
std::filesystem::path begin_adapter(const std::filesystem::path& model, const std::filesystem::path& base, const AdapterWishes& wishes, bool anew);

}  // namespace chladni
