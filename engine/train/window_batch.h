#pragma once

#include <vector>

#include "engine/ltx/coordinates.h"
#include "engine/ltx/scheduler.h"
#include "engine/train/latent_clip.h"

namespace chladni::train {

/// Windows cut out of clips, as many latent frames each, and what the network is to make of them.
struct WindowBatch {
    ltx::LatentGrid grid;                ///< of each window
    std::int64_t top = 0, left = 0;      ///< cells of the picture above and left of them
    at::Tensor latents;            // [B, C, F, H, W] float32, clean
    at::Tensor noise;              // as latents
    at::Tensor context_noise;      // as latents: times context_level, on what the network is told is clean
    double context_level = 0;
    at::Tensor levels;             // [B] 0..1, noise of the frames to be made
    std::int64_t context = 0;      ///< first latent frames, given clean
    at::Tensor columns;            // [B, before + A, inputs]
    std::int64_t before = 0;       ///< of those, tokens before the window, which the encoder's layers look at
    at::Tensor scale;              // [B, 1] audio_scale; 0: the sound is dropped
    std::vector<std::string> captions;  ///< [B]; empty: the caption is dropped
};

/// How large the windows of a step are. Sound moves the whole picture, so parts of it teach to listen as well, and in the time of one
/// whole picture there are several.
struct WindowSize {
    std::int64_t frames = 0, batch = 0;
    std::int64_t height = 0, width = 0;  ///< cells, anywhere in the picture; 0: all of it
    bool from_nothing = false;           ///< begins anywhere in the clip, and nothing of it is given
};

/// What is drawn for a step.
struct WindowRecipe {
    std::vector<WindowSize> windows{{7, 8}, {13, 4}};     ///< one of them a step
    std::vector<double> context{0.25, 0.15, 0.15, 0.45};  ///< chances of 0, 1, 2 ... latent frames of context
    double context_noise = 0.1;                           ///< drawn from 0 to this
    double text_dropout = 0.1, audio_dropout = 0.1;
    double both_dropout = 0.0;                            ///< of what these two leave
    double noisier = 0.0;                                 ///< added to the shift of the noise levels: e^this times the odds of noise against picture
    double scale_spread = 0.0;                            ///< audio_scale drawn from 1 - this to 1 + this
    std::int64_t frames_per_token = 4;                    ///< video frames that an audio token spans
};

/// The batch of one step: the same for the same seed, step, share and clips. `share` of `shares`: data parallel, each process its
/// own rows of a batch `shares` times as large.
class WindowDrawer {
public:
    WindowDrawer(WindowRecipe recipe, ltx::LatentGrid grid, ltx::SchedulerConfig scheduler, std::uint64_t seed)
        : recipe_(std::move(recipe)), grid_(grid), scheduler_(scheduler), seed_(seed) {}

    /// The same windows with nothing dropped, all at audio_scale 1: to judge by.
    WindowDrawer plain() const;

    WindowBatch draw(const std::vector<LatentClip>& clips, std::int64_t step, std::int64_t share = 0, std::int64_t shares = 1) const;

private:
    ltx::LatentGrid grid_of(const WindowSize& size) const;

    WindowRecipe recipe_;
    ltx::LatentGrid grid_;
    ltx::SchedulerConfig scheduler_;
    std::uint64_t seed_;
};

}  // namespace chladni::train
