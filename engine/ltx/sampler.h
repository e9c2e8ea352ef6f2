#pragma once

#include "engine/ltx/audio_listening.h"
#include "engine/ltx/conditioning.h"
#include "engine/ltx/denoise.h"

namespace chladni::ltx {

/// A window of latents to be made, all that decides it.
struct SampleJob {
    at::Tensor noise;            // [B, C, F, H, W]; where a film is made over, latents with noise of the first level in them
    LatentGrid grid;
    std::vector<ConditioningItem> conditioning;
    const TextKeys* text = nullptr;  ///< of B rows; where guided of 2B: negative first

    const AudioAdapter* adapter = nullptr;  ///< and what it hears; or none
    AudioInput audio;
    at::Tensor audio_scale;      // [1 or B, 1 or N]
    AudioChoice audio_choice;

    std::vector<double> sigmas;  ///< descending, ends in 0
    GuidancePlan guidance;
    Solver solver = Solver::kEuler;
    double conditioning_noise = 0.0;
    std::uint64_t seed = 0;      ///< of the noise that is drawn on the way
    std::function<void(std::size_t step, std::size_t of)> progress;
};

/// Latents [B, C, F, H, W] float32. What conditions with strength 1 comes back as it was given. Throws Error: a job that does
/// not fit the model, or `stop`.
at::Tensor sample(const Transformer& transformer, const SampleJob& job, std::stop_token stop = {});

/// Latents with as much noise in them as the level `sigma` has: where making over begins. All [B, C, F, H, W].
at::Tensor noised(const at::Tensor& latents, const at::Tensor& noise, double sigma);

}  // namespace chladni::ltx
