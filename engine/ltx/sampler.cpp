#include "engine/ltx/sampler.h"

#include <ATen/CPUGeneratorImpl.h>

#include "engine/base/check.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

// The scale of tokens that stand in front of the window is that of its first token.
at::Tensor scale_for(const at::Tensor& scale, std::int64_t extra) {
    if (extra == 0 || scale.size(1) == 1) return scale;
    return at::cat({scale.narrow(1, 0, 1).expand({-1, extra}), scale}, 1);  // [., P + N]
}

std::optional<AudioListening> listening(const Transformer& transformer, const SampleJob& job, const ConditionedTokens& window) {
    if (!job.adapter || !job.audio.tokens.defined() || job.audio.tokens.size(1) == 0) return std::nullopt;
    const at::Tensor middles = middle_times(window.coords.select(1, 0), static_cast<double>(job.grid.temporal_ratio), job.grid.frame_rate);  // [1, P + N]
    const at::Tensor scale = job.audio_scale.defined() ? job.audio_scale : at::ones({1, 1});  // [., .]
    return std::optional<AudioListening>(std::in_place, *job.adapter, transformer, job.audio, middles, scale_for(scale, window.extra), job.audio_choice);
}

void check_noise(const Transformer& transformer, const SampleJob& job) {
    const LatentGrid& grid = job.grid;
    const bool fits = job.noise.dim() == 5 && job.noise.size(1) == transformer.config().in_channels &&
                      job.noise.sizes().slice(2) == at::IntArrayRef({grid.frames, grid.height, grid.width});
    require(fits, "expected noise [B, " + std::to_string(transformer.config().in_channels) + ", F, H, W] on its grid, got " + text_of(job.noise.sizes()));
}

}  // namespace

at::Tensor sample(const Transformer& transformer, const SampleJob& job, std::stop_token stop) {
    check_noise(transformer, job);
    const at::Generator random = at::make_generator<at::CPUGeneratorImpl>(job.seed);
    const ConditionedTokens window = conditioned(job.noise, job.grid, job.conditioning, random);
    const std::optional<AudioListening> audio = listening(transformer, job, window);
    DenoiseJob work;
    work.tokens = window.tokens;        // [B, P + N, C]
    work.strengths = window.strengths;  // [1, P + N]
    work.rotary = transformer.rotary(window.coords);  // [1, P + N, D/2]
    work.text = job.text;
    work.audio = audio ? &*audio : nullptr;
    work.sigmas = job.sigmas;
    work.guidance = job.guidance;
    work.solver = job.solver;
    work.conditioning_noise = job.conditioning_noise;
    work.random = random;
    work.progress = job.progress;
    const at::Tensor tokens = denoise(transformer, work, stop).narrow(1, window.extra, job.grid.tokens());  // [B, N, C]
    return latents_of(tokens, job.grid.frames, job.grid.height, job.grid.width);                            // [B, C, F, H, W]
}

at::Tensor noised(const at::Tensor& latents, const at::Tensor& noise, double sigma) {
    return sigma * noise + (1.0 - sigma) * latents;  // [B, C, F, H, W]
}

}  // namespace chladni::ltx
