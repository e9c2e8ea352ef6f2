#pragma once

#include <memory>

#include "engine/ltx/ltx_model.h"
#include "engine/ltx/prompt_cache.h"
#include "engine/ltx/sampler.h"
#include "engine/types/audio_tokens.h"

namespace chladni::ltx {

/// One film, or one window of a longer one: all that decides it. Sizes of 0 are the model's own.
struct LtxCall {
    std::int64_t height = 0, width = 0;  ///< px, multiples of the VAE's spatial ratio
    std::int64_t num_frames = 0;         ///< temporal ratio k + 1
    double frame_rate = 0;
    std::string prompt, negative_prompt;

    AudioTokens audio;                    ///< times in seconds from the first frame; none: nothing is heard
    double audio_scale = 1.0;
    std::vector<float> audio_scale_curve; ///< [F] per latent frame, instead of audio_scale; empty: none
    AudioChoice audio_choice;

    std::optional<std::int64_t> num_inference_steps;  ///< nothing: the model's own, 20 where it says none
    std::optional<double> guidance_scale;             ///< the same, 4.5; above 1 a step costs twice; distilled models take none
    std::optional<GuidancePlan> guidance; ///< instead of guidance_scale
    std::vector<double> sigmas;           ///< instead of the model's own list; descending, ends in 0
    std::optional<Solver> solver;         ///< nothing: the model's own
    std::uint64_t seed = 1;

    std::vector<ConditioningItem> conditioning;
    double conditioning_noise = 0.0;      ///< image_cond_noise_scale
    at::Tensor latents;                   ///< [1, C, F, H, W] to be made over, from the level of the first sigma; undefined: noise
    std::function<void(std::size_t step, std::size_t of)> progress;
};

/// LTX-Video on one device: prompts and sound to latents, latents to frames and back. One thread.
class LtxPipeline {
public:
    LtxPipeline(LtxModel model, at::Device device, BlendKind blend = BlendKind::kLinear);

    const LtxModel& model() const { return *model_; }
    at::Device device() const { return device_; }

    /// Throws UsageError for a size or a number of frames that the VAE cannot make.
    LatentGrid grid_of(const LtxCall& call) const;

    /// [1, C, F, H, W] float32, normalised. Throws Error, also where `stop` asks for it.
    at::Tensor latents(const LtxCall& call, std::stop_token stop = {});

    /// Frames [1, 3, T, H, W] in -1..1 <-> latents. A long film is decoded piece by piece, to the same frames in less memory.
    /// A model that asks for it has the steps between its cells softened, see deblocked().
    at::Tensor decode(const at::Tensor& latents, const VaeDecodeOptions& options = {}) const;
    at::Tensor encode(const at::Tensor& frames) const { return model_->vae.encode(frames); }

private:
    at::Tensor decoded(const at::Tensor& latents, const VaeDecodeOptions& options) const;
    std::vector<double> sigmas_of(const LtxCall& call, const LatentGrid& grid) const;
    GuidancePlan guidance_of(const LtxCall& call) const;
    at::Tensor noise(const LatentGrid& grid, std::uint64_t seed) const;
    void listen(SampleJob& job, const LtxCall& call) const;

    std::unique_ptr<LtxModel> model_;
    at::Device device_;
    PromptCache prompts_;
};

}  // namespace chladni::ltx
