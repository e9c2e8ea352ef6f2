#include "engine/ltx/verify_pipeline.h"

#include "engine/base/check.h"
#include "engine/ltx/sampler.h"
#include "engine/ltx/scheduler.h"
#include "engine/ltx/verify_network.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

namespace {

constexpr double kMostGuidance = 1e9;

// Where there is a list, its entry of interval i; else the one number for all.
double entry(const VerifyInputs& in, const std::string& list, std::size_t i, const std::string& single, double fallback) {
    if (!in.has_setting(list)) return in.number(single, fallback, -kMostGuidance, kMostGuidance);
    const std::vector<double> values = in.numbers(list, -kMostGuidance, kMostGuidance);
    require(i < values.size(), "expected as many numbers in '" + list + "' as in 'guidance_timesteps', got " + std::to_string(values.size()));
    return values[i];
}

std::vector<std::int64_t> skipped_blocks(const VerifyInputs& in, std::int64_t layers) {
    std::vector<std::int64_t> blocks;
    for (const double block : in.numbers("skip_layers", 0, static_cast<double>(layers - 1))) blocks.push_back(static_cast<std::int64_t>(block));
    return blocks;
}

GuidancePlan guidance_of(const VerifyInputs& in, std::int64_t layers) {
    GuidancePlan plan;
    plan.mode = skip_mode_from(in.text("stg_mode", "attention_values"));
    plan.timesteps = in.numbers("guidance_timesteps", 0, 1);
    plan.intervals.assign(std::max<std::size_t>(1, plan.timesteps.size()), {});
    for (std::size_t i = 0; i < plan.intervals.size(); ++i) {
        Guidance& guidance = plan.intervals[i];
        guidance.scale = entry(in, "guidance_list", i, "guidance_scale", 1.0);
        guidance.rescale = in.number("guidance_rescale", 0.0, 0.0, 1.0);
        guidance.cfg_star = in.truth("cfg_star", false);
        guidance.stg_scale = entry(in, "stg_list", i, "stg_scale", 0.0);
        guidance.stg_rescale = entry(in, "stg_rescale_list", i, "stg_rescale", 1.0);
        guidance.skip_blocks = skipped_blocks(in, layers);
    }
    return plan;
}

// The prompt's rows; where guided, the negative prompt's before them.
TextKeys text_keys(const VerifyInputs& in, const Transformer& transformer, std::int64_t rows, bool guided) {
    at::Tensor embeds = in.tensor("prompt_embeds", {rows, kAny, transformer.config().caption_channels});  // [B, T, d]
    const std::int64_t length = embeds.size(1);
    const auto mask_or_ones = [&](const std::string& name) {
        const at::Tensor mask = verified_mask(in, name, rows, length);
        return mask.defined() ? mask : at::ones({rows, length}, embeds.options());  // [B, T]
    };
    at::Tensor mask = mask_or_ones("prompt_mask");  // [B, T]
    if (guided) {
        embeds = at::cat({in.tensor("negative_prompt_embeds", {rows, length, embeds.size(2)}), embeds});  // [2B, T, d]
        mask = at::cat({mask_or_ones("negative_prompt_mask"), mask});                                     // [2B, T]
    }
    return transformer.look_at_text(embeds, mask);
}

// The first `conditioning_latents` of the noise are clean; then the items conditioning.0, conditioning.1 ...
std::vector<ConditioningItem> conditioning_of(const VerifyInputs& in, const at::Tensor& latents, const LatentGrid& grid) {
    std::vector<ConditioningItem> items;
    const std::int64_t clean = in.whole("conditioning_latents", 0, 0, grid.frames);
    if (clean > 0) items.push_back({latents.narrow(2, 0, clean), 0, 1.0, {}});
    for (std::size_t i = 0; in.has("conditioning." + std::to_string(i) + ".latents"); ++i) {
        const std::string name = "conditioning." + std::to_string(i) + ".";
        const at::Tensor z = in.tensor(name + "latents", {kAny, latents.size(1), kAny, grid.height, grid.width});
        items.push_back({z, in.whole(name + "frame", 0, 0, grid.video_frames() - 1), in.number(name + "strength", 1.0, 0.0, 1.0),
                         in.maybe(name + "mask", {z.size(2), grid.height, grid.width})});
    }
    return items;
}

LatentGrid grid_of(const VerifyInputs& in, const VaeConfig& vae, const at::Tensor& latents) {
    return {latents.size(2), latents.size(3), latents.size(4), vae.temporal_ratio, vae.spatial_ratio,
            in.number("frame_rate", 24.0, 1e-3, 1e4), in.truth("causal_positions", false)};
}

}  // namespace

std::vector<double> verified_sigmas(const VerifyInputs& in, std::int64_t tokens) {
    if (in.has_setting("sigmas")) {
        std::vector<double> sigmas = in.numbers("sigmas", 0, 1);
        if (sigmas.empty() || sigmas.back() != 0) sigmas.push_back(0);
        return sigmas;
    }
    const std::string kind = in.text("kind", "flow_match");
    SchedulerConfig config = kind == "flow_match" ? in.model().scheduler() : SchedulerConfig{};
    if (kind == "constant") config.shift = in.number("shift", config.shift, 0, 100);
    const std::vector<double> sigmas = make_sigmas(kind, in.whole("steps", 8, 1, 1000), tokens, config);
    return part_of_sigmas(sigmas, in.whole("skip_initial_steps", 0, 0, 1000), in.whole("skip_final_steps", 0, 0, 1000));
}

NamedTensors verify_pipeline(const VerifyInputs& in) {
    const VerifiedNetwork network(in);
    const Transformer& transformer = network.transformer;
    const VideoVae vae = VideoVae::load(in.model().vae(), in.device(), in.dtype());
    const at::Tensor noise = in.tensor("latents", {kAny, transformer.config().in_channels, kAny, kAny, kAny});  // [B, C, F, H, W]
    const std::int64_t rows = noise.size(0);
    SampleJob job;
    job.noise = noise;
    job.grid = grid_of(in, vae.config(), noise);
    job.conditioning = conditioning_of(in, noise, job.grid);
    job.sigmas = verified_sigmas(in, job.grid.tokens());
    job.guidance = guidance_of(in, transformer.config().layers);
    const TextKeys text = text_keys(in, transformer, rows, job.guidance.needs_negative());
    job.text = &text;
    job.adapter = network.adapter ? &*network.adapter : nullptr;
    job.audio = verified_audio(in, network, rows);
    job.audio_scale = verified_audio_scale(in, rows, job.grid.tokens());
    job.audio_choice = verified_audio_choice(in, network);
    job.solver = in.truth("stochastic_sampling", false) ? Solver::kStochastic : Solver::kEuler;
    job.conditioning_noise = in.number("image_cond_noise_scale", 0.0, 0.0, 1.0);
    job.seed = static_cast<std::uint64_t>(in.whole("seed", 0, 0, std::int64_t{1} << 62));
    const at::Tensor latents = sample(transformer, job);  // [B, C, F, H, W]
    const at::Tensor timestep = at::full({rows}, in.number("decode_timestep", 0.05, 0.0, 1.0), noise.options());
    return {{"latents", latents}, {"frames", vae.decode(latents, timestep)}};
}

}  // namespace chladni::ltx
