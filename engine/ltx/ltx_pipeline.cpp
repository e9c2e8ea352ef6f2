#include "engine/ltx/ltx_pipeline.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/deblock.h"
#include "engine/ltx/vae_stream.h"

namespace chladni::ltx {

namespace {

// A size or a number of frames that the autoencoder cannot make is the caller's mistake.
void check_multiple(const char* what, std::int64_t value, std::int64_t ratio, std::int64_t offset) {
    if (value < ratio + offset || value % ratio != offset)
        throw UsageError(std::string("expected a ") + what + " that is a multiple of " + std::to_string(ratio) +
                         (offset ? " and " + std::to_string(offset) + " more" : "") + " for this model, got " + std::to_string(value));
}

// [F] -> [1, N].
at::Tensor per_token(const std::vector<float>& curve, const LatentGrid& grid) {
    require(static_cast<std::int64_t>(curve.size()) == grid.frames, "expected an audio scale per latent frame (" + std::to_string(grid.frames) +
                                                                        "), got " + std::to_string(curve.size()));
    return at::tensor(curve).repeat_interleave(grid.cells()).unsqueeze(0);  // [1, N]
}

AudioInput input_of(const AudioTokens& audio, std::int64_t dim) {
    const auto count = static_cast<std::int64_t>(audio.count());
    require(audio.dim == static_cast<std::size_t>(dim) && audio.values.size() == audio.count() * audio.dim,
            "expected audio tokens of width " + std::to_string(dim) + ", as the model's audio_adapter has it, got " + std::to_string(audio.dim));
    return {at::tensor(audio.values).view({1, count, dim}), at::tensor(audio.times_s, at::kDouble), {}, {}};  // [1, A, dim]
}

}  // namespace

LtxPipeline::LtxPipeline(LtxModel model, at::Device device, BlendKind blend)
    : model_(std::make_unique<LtxModel>(std::move(model))), device_(device), prompts_(*model_, blend) {}

LatentGrid LtxPipeline::grid_of(const LtxCall& call) const {
    const VaeConfig& vae = model_->vae.config();
    const ModelHabits& habits = model_->habits;
    const std::int64_t width = call.width ? call.width : habits.width, height = call.height ? call.height : habits.height;
    const std::int64_t frames = call.num_frames ? call.num_frames : habits.window_frames;
    check_multiple("width", width, vae.spatial_ratio, 0);
    check_multiple("height", height, vae.spatial_ratio, 0);
    check_multiple("number of frames", frames, vae.temporal_ratio, 1);
    const double rate = call.frame_rate > 0 ? call.frame_rate : habits.frame_rate;
    return {(frames - 1) / vae.temporal_ratio + 1, height / vae.spatial_ratio, width / vae.spatial_ratio,
            vae.temporal_ratio, vae.spatial_ratio, rate, habits.causal_positions};
}

at::Tensor LtxPipeline::latents(const LtxCall& call, std::stop_token stop) {
    SampleJob job;
    job.grid = grid_of(call);
    job.sigmas = sigmas_of(call, job.grid);
    job.noise = noise(job.grid, call.seed);  // [1, C, F, H, W]
    if (call.latents.defined()) job.noise = noised(call.latents.to(job.noise.options()), job.noise, job.sigmas.front());  // [1, C, F, H, W]
    job.conditioning = call.conditioning;
    job.guidance = guidance_of(call);
    job.text = &prompts_.keys(call.prompt, call.negative_prompt, job.guidance.needs_negative());
    job.solver = call.solver.value_or(model_->habits.solver);
    job.conditioning_noise = call.conditioning_noise;
    job.seed = call.seed;
    job.progress = call.progress;
    listen(job, call);
    return sample(model_->transformer, job, stop);  // [1, C, F, H, W]
}

at::Tensor LtxPipeline::decode(const at::Tensor& latents, const VaeDecodeOptions& options) const {
    const at::Tensor frames = decoded(latents, options);                                                          // [1, 3, T, H, W]
    const VaeConfig& cells = model_->vae.config();
    return model_->habits.deblocks ? deblocked(frames, cells.spatial_ratio, cells.temporal_ratio) : frames;       // [1, 3, T, H, W]
}

at::Tensor LtxPipeline::decoded(const at::Tensor& latents, const VaeDecodeOptions& options) const {
    constexpr std::int64_t kLong = 16, kPiece = 8;  // latent frames
    const std::int64_t count = latents.size(2);
    if (count <= kLong) return model_->vae.decode(latents, options);  // [1, 3, T, H, W]
    VaeDecodeStream stream(model_->vae, options);
    std::vector<at::Tensor> frames;
    for (std::int64_t at = 0; at < count; at += kPiece)
        frames.push_back(stream.push(latents.narrow(2, at, std::min(kPiece, count - at)), at + kPiece >= count));  // [1, 3, t, H, W]
    return at::cat(frames, 2);                                                                                    // [1, 3, T, H, W]
}

// Drawn on the CPU, so that a seed means the same on every device.
at::Tensor LtxPipeline::noise(const LatentGrid& grid, std::uint64_t seed) const {
    const at::Generator random = at::make_generator<at::CPUGeneratorImpl>(seed);
    const at::Tensor tokens = at::randn({1, grid.tokens(), model_->transformer.config().in_channels}, random).to(device_);  // [1, N, C]
    return latents_of(tokens, grid.frames, grid.height, grid.width);                                                        // [1, C, F, H, W]
}

std::vector<double> LtxPipeline::sigmas_of(const LtxCall& call, const LatentGrid& grid) const {
    if (!call.sigmas.empty()) return call.sigmas;
    const ModelHabits& habits = model_->habits;
    const std::int64_t steps = call.num_inference_steps.value_or(habits.num_inference_steps);
    return make_sigmas(habits.sampler, habits.distilled() ? std::clamp(steps, habits.least_steps(), habits.most_steps()) : steps, grid.tokens(), model_->scheduler);
}

GuidancePlan LtxPipeline::guidance_of(const LtxCall& call) const {
    GuidancePlan plan = call.guidance.value_or(GuidancePlan{});
    if (!call.guidance && !model_->habits.distilled()) plan.intervals.front().scale = call.guidance_scale.value_or(model_->habits.guidance_scale);
    return plan;
}

void LtxPipeline::listen(SampleJob& job, const LtxCall& call) const {
    if (!model_->adapter || call.audio.count() == 0) return;
    job.adapter = &*model_->adapter;
    job.audio = input_of(call.audio, model_->adapter->config().audio_hidden_dim);
    job.audio_scale = call.audio_scale_curve.empty() ? at::full({1, 1}, call.audio_scale) : per_token(call.audio_scale_curve, job.grid);  // [1, 1 or N]
    job.audio_choice = call.audio_choice;
}

}  // namespace chladni::ltx
