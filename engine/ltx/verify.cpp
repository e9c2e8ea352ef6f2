#include "engine/ltx/verify.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/audio_listening.h"
#include "engine/ltx/coordinates.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/scheduler.h"
#include "engine/ltx/text_encoder.h"
#include "engine/ltx/verify_inputs.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

namespace {

constexpr double kLarge = 1e9;
constexpr double kDecodeTimestep = 0.05;

void check_mask(const VerifyInputs& in, const std::string& name, const at::Tensor& mask) {
    if (mask.defined() && !at::all((mask == 0) | (mask == 1)).item<bool>()) in.refuse(name, "nothing but 0 and 1", "other values");
}

at::Tensor mask_of(const VerifyInputs& in, const std::string& name, std::int64_t rows, std::int64_t columns) {
    const at::Tensor mask = in.maybe(name, {rows, columns});
    check_mask(in, name, mask);
    return mask;
}

at::Tensor timestep_of(const VerifyInputs& in, std::int64_t rows, std::int64_t tokens) {
    const bool per_token = in.has("timestep") && in.dimensions("timestep") == 2;
    return per_token ? in.tensor("timestep", {rows, tokens}) : in.tensor("timestep", {rows});
}

// The VAE says how long a latent lasts; LTX-Video's 8 frames where there is none.
double temporal_ratio_of(const std::filesystem::path& model) {
    const std::filesystem::path config = model / "vae" / "config.json";
    std::error_code ignored;
    return std::filesystem::exists(config, ignored) ? static_cast<double>(load_vae_config(config).temporal_ratio) : 8.0;
}

// The adapter and the sound for one call; the listening refers to the adapter.
struct Hearing {
    std::optional<AudioAdapter> adapter;
    std::optional<AudioListening> listening;
};

void prepare(Hearing& hearing, const VerifyInputs& in, const Transformer& transformer, const at::Tensor& coords) {
    std::error_code ignored;
    const std::filesystem::path folder = in.model() / "audio_adapter";
    if (!in.has("audio_hidden_states") || !std::filesystem::exists(folder, ignored)) return;
    hearing.adapter = AudioAdapter::load(folder, transformer.config(), in.device(), in.dtype());
    const std::int64_t rows = coords.size(0);
    AudioInput audio;
    audio.tokens = in.tensor("audio_hidden_states", {rows, kAnyOrNone, hearing.adapter->config().audio_hidden_dim});
    audio.times = in.tensor("audio_times", {audio.tokens.size(1)});
    audio.mask = mask_of(in, "audio_attention_mask", rows, audio.tokens.size(1));
    const at::Tensor middles =
        middle_times(coords.select(1, 0), temporal_ratio_of(in.model()), in.number("frame_rate", 24.0, 1e-3, 1e4));  // [B, N]
    const at::Tensor scale = at::full({1, 1}, in.number("audio_scale", 1.0, -kLarge, kLarge));                       // [1, 1]
    hearing.listening.emplace(*hearing.adapter, audio, middles, scale, std::vector<bool>{});
}

NamedTensors verify_transformer(const VerifyInputs& in) {
    const Transformer transformer = Transformer::load(in.model() / "transformer", in.device(), in.dtype());
    const TransformerConfig& config = transformer.config();
    const at::Tensor x = in.tensor("hidden_states", {kAny, kAny, config.in_channels});                          // [B, N, C]
    const std::int64_t rows = x.size(0), tokens = x.size(1);
    const at::Tensor embeds = in.tensor("encoder_hidden_states", {rows, kAny, config.caption_channels});        // [B, T, caption]
    const TextKeys text = transformer.look_at_text(embeds, mask_of(in, "encoder_attention_mask", rows, embeds.size(1)));
    const at::Tensor coords = in.tensor("coords", {rows, 3, tokens});                                           // [B, 3, N]
    Hearing hearing;
    prepare(hearing, in, transformer, coords);
    const AudioInjection* audio = hearing.listening ? &*hearing.listening : nullptr;
    return {{"sample", transformer(x, TokenTimes::of(timestep_of(in, rows, tokens)), transformer.rotary(coords), text, audio)}};
}

NamedTensors verify_decode(const VerifyInputs& in) {
    const VideoVae vae = VideoVae::load(in.model() / "vae", in.device(), in.dtype());
    const at::Tensor latents = in.tensor("latents", {kAny, vae.config().latent_channels, kAny, kAny, kAny});  // [B, C, F, H, W]
    const at::Tensor timestep = in.maybe("timestep", {latents.size(0)});                                      // [B]
    return {{"frames", vae.decode(latents, timestep.defined() ? std::optional(timestep) : std::nullopt)}};
}

NamedTensors verify_encode(const VerifyInputs& in) {
    const VideoVae vae = VideoVae::load(in.model() / "vae", in.device(), in.dtype());
    const at::Tensor frames = in.tensor("frames", {kAny, 3, kAny, kAny, kAny});  // [B, 3, T, H, W]
    const VaeConfig& config = vae.config();
    const bool fits = frames.size(2) % config.temporal_ratio == 1 % config.temporal_ratio &&
                      frames.size(3) % config.spatial_ratio == 0 && frames.size(4) % config.spatial_ratio == 0;
    if (!fits)
        in.refuse("frames", std::to_string(config.temporal_ratio) + " k + 1 frames and multiples of " +
                                std::to_string(config.spatial_ratio) + " px", c10::str(frames.sizes()));
    return {{"latents", vae.encode(frames)}};
}

void check_ids(const VerifyInputs& in, const at::Tensor& ids, std::int64_t vocabulary) {
    const std::int64_t least = ids.min().item<std::int64_t>(), most = ids.max().item<std::int64_t>();
    if (least < 0 || most >= vocabulary)
        in.refuse("input_ids", "token ids from 0 to " + std::to_string(vocabulary - 1),
                  std::to_string(least < 0 ? least : most));
}

NamedTensors verify_text(const VerifyInputs& in) {
    const std::int64_t length = in.whole("max_length", 256, 1, 4096);
    at::Tensor ids, mask;
    if (in.has("input_ids")) {
        ids = in.tensor("input_ids", {kAny, kAny});  // [B, T]
        if (ids.is_floating_point()) in.refuse("input_ids", "whole numbers", "floating point");
        mask = mask_of(in, "attention_mask", ids.size(0), ids.size(1));
    } else {
        if (!in.has_setting("prompt")) in.refuse("input_ids", "token ids, or else metadata 'prompt',", "neither");
        const PaddedTokens tokens = padded_tokens(Tokenizer(in.model() / "tokenizer"), in.text("prompt", ""), length);
        ids = tokens.ids.to(in.device());    // [1, T]
        mask = tokens.mask.to(in.device());  // [1, T]
    }
    const T5Encoder network = T5Encoder::load(in.model() / "text_encoder", in.device(), in.dtype());
    check_ids(in, ids, network.config().vocabulary);
    return {{"embeds", network(ids, mask)}, {"input_ids", ids}};
}

std::vector<double> sigmas_for(const VerifyInputs& in, std::int64_t tokens) {
    const std::string kind = in.text("kind", "flow_match");
    const std::int64_t steps = in.whole("steps", 8, 1, 1000);
    const SchedulerConfig config =
        kind == "flow_match" ? load_scheduler_config(in.model() / "scheduler" / "scheduler_config.json") : SchedulerConfig{};
    return make_sigmas(kind, steps, tokens, config);
}

NamedTensors verify_scheduler(const VerifyInputs& in) {
    const at::Tensor sigmas = at::tensor(sigmas_for(in, in.whole("tokens", 1024, 1, 1 << 30)), at::kFloat);  // [n + 1]
    return {{"sigmas", sigmas}, {"timesteps", sigmas.narrow(0, 0, sigmas.size(0) - 1) * 1000.0}};
}

// The prompt's rows; where guided, the negative prompt's before them.
TextKeys pipeline_text(const VerifyInputs& in, const Transformer& transformer, std::int64_t rows, bool guided) {
    at::Tensor embeds = in.tensor("prompt_embeds", {rows, kAny, transformer.config().caption_channels});  // [B, T, d]
    const std::int64_t length = embeds.size(1);
    const auto mask_or_ones = [&](const std::string& name) {
        const at::Tensor mask = mask_of(in, name, rows, length);
        return mask.defined() ? mask : at::ones({rows, length}, embeds.options());  // [B, T]
    };
    at::Tensor mask = mask_or_ones("prompt_mask");  // [B, T]
    if (guided) {
        embeds = at::cat({in.tensor("negative_prompt_embeds", {rows, length, embeds.size(2)}), embeds});  // [2B, T, d]
        mask = at::cat({mask_or_ones("negative_prompt_mask"), mask});                                     // [2B, T]
    }
    return transformer.look_at_text(embeds, mask);
}

LatentGrid pipeline_grid(const VerifyInputs& in, const VaeConfig& vae, const at::Tensor& latents) {
    return {latents.size(2), latents.size(3), latents.size(4), vae.temporal_ratio, vae.spatial_ratio,
            in.number("frame_rate", 24.0, 1e-3, 1e4), in.truth("causal_positions", false)};
}

NamedTensors verify_pipeline(const VerifyInputs& in) {
    const Transformer transformer = Transformer::load(in.model() / "transformer", in.device(), in.dtype());
    const VideoVae vae = VideoVae::load(in.model() / "vae", in.device(), in.dtype());
    at::Tensor latents = in.tensor("latents", {kAny, transformer.config().in_channels, kAny, kAny, kAny});  // [B, C, F, H, W]
    const LatentGrid grid = pipeline_grid(in, vae.config(), latents);
    DenoiseJob job;
    job.tokens = tokens_of(latents);  // [B, N, C]
    job.clean_tokens = in.whole("conditioning_latents", 0, 0, grid.frames) * grid.cells();
    job.rotary = transformer.rotary(make_coordinates(grid, in.device()));  // [1, N, D/2]
    job.sigmas = sigmas_for(in, grid.tokens());
    job.guidance_scale = in.number("guidance_scale", 1.0, 0.0, kLarge);
    job.guidance_rescale = in.number("guidance_rescale", 0.0, 0.0, 1.0);
    const TextKeys text = pipeline_text(in, transformer, latents.size(0), job.guidance_scale > 1.0);
    job.text = &text;
    latents = latents_of(denoise(transformer, job), grid.frames, grid.height, grid.width);  // [B, C, F, H, W]
    const at::Tensor timestep = at::full({latents.size(0)}, in.number("decode_timestep", kDecodeTimestep, 0.0, 1.0), latents.options());
    return {{"latents", latents}, {"frames", vae.decode(latents, timestep)}};
}

using Component = NamedTensors (*)(const VerifyInputs&);

const std::map<std::string, Component>& components() {
    static const std::map<std::string, Component> table{
        {"transformer", verify_transformer}, {"vae.decode", verify_decode},   {"vae.encode", verify_encode},
        {"text", verify_text},               {"scheduler", verify_scheduler}, {"pipeline", verify_pipeline}};
    return table;
}

}  // namespace

bool is_verifiable(const std::string& component) { return components().count(component) > 0; }

void verify_component(const VerifyJob& job) {
    const c10::InferenceMode inference;
    const auto found = components().find(job.component);
    if (found == components().end())
        throw UsageError("expected a component transformer, vae.decode, vae.encode, text, scheduler or pipeline, got '" + job.component + "'");
    std::error_code ignored;
    require(std::filesystem::is_directory(job.model, ignored),
            "expected a model folder in the diffusers layout at '" + job.model.string() + "', found none");
    NamedTensors results = found->second(VerifyInputs(job));
    for (auto& [name, tensor] : results)
        if (tensor.is_floating_point()) tensor = tensor.to(at::kFloat);
    write_safetensors(job.outputs, results);
}

}  // namespace chladni::ltx
