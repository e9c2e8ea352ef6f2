#include "engine/ltx/verify.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/coordinates.h"
#include "engine/ltx/text_encoder.h"
#include "engine/ltx/verify_network.h"
#include "engine/ltx/verify_pipeline.h"
#include "engine/ltx/verify_vae.h"
#include "engine/ltx/video_vae.h"

namespace chladni::ltx {

namespace {

at::Tensor timestep_of(const VerifyInputs& in, std::int64_t rows, std::int64_t tokens) {
    const bool per_token = in.has("timestep") && in.dimensions("timestep") == 2;
    return per_token ? in.tensor("timestep", {rows, tokens}) : in.tensor("timestep", {rows});
}

std::optional<AudioListening> listening(const VerifyInputs& in, const VerifiedNetwork& network, const at::Tensor& coords) {
    if (!network.adapter) return std::nullopt;
    const std::int64_t rows = coords.size(0);
    const at::Tensor middles = middle_times(coords.select(1, 0), network.temporal_ratio, in.number("frame_rate", 24.0, 1e-3, 1e4));  // [B, N]
    return std::optional<AudioListening>(std::in_place, *network.adapter, network.transformer, verified_audio(in, network, rows), middles,
                                         verified_audio_scale(in, rows, coords.size(2)), verified_audio_choice(in, network));
}

NamedTensors verify_transformer(const VerifyInputs& in) {
    const VerifiedNetwork network(in);
    const Transformer& transformer = network.transformer;
    const TransformerConfig& config = transformer.config();
    const at::Tensor x = in.tensor("hidden_states", {kAny, kAny, config.in_channels});                          // [B, N, C]
    const std::int64_t rows = x.size(0), tokens = x.size(1);
    const at::Tensor embeds = in.tensor("encoder_hidden_states", {rows, kAny, config.caption_channels});        // [B, T, caption]
    const at::Tensor mask = verified_mask(in, "encoder_attention_mask", rows, embeds.size(1));                  // [B, T]
    const at::Tensor coords = in.tensor("coords", {rows, 3, tokens});                                           // [B, 3, N]
    const std::optional<AudioListening> audio = listening(in, network, coords);
    const TokenTimes times = TokenTimes::of(timestep_of(in, rows, tokens));
    return in.run([&] {
        const TextKeys text = transformer.look_at_text(embeds, mask);
        return NamedTensors{{"sample", transformer(x, times, transformer.rotary(coords), text, audio ? &*audio : nullptr)}};
    });
}

NamedTensors verify_decode(const VerifyInputs& in) {
    const VideoVae vae = VideoVae::load(in.model().vae(), in.device(), in.dtype());
    const at::Tensor latents = in.tensor("latents", {kAny, vae.config().latent_channels, kAny, kAny, kAny});  // [B, C, F, H, W]
    return in.run([&] { return NamedTensors{{"frames", decode_as_asked(vae, latents, in)}}; });
}

NamedTensors verify_encode(const VerifyInputs& in) {
    const VideoVae vae = VideoVae::load(in.model().vae(), in.device(), in.dtype());
    const at::Tensor frames = in.tensor("frames", {kAny, 3, kAny, kAny, kAny});  // [B, 3, T, H, W]
    const VaeConfig& config = vae.config();
    const bool fits = frames.size(2) % config.temporal_ratio == 1 % config.temporal_ratio &&
                      frames.size(3) % config.spatial_ratio == 0 && frames.size(4) % config.spatial_ratio == 0;
    if (!fits)
        in.refuse("frames", std::to_string(config.temporal_ratio) + " k + 1 frames and multiples of " +
                                std::to_string(config.spatial_ratio) + " px", c10::str(frames.sizes()));
    return in.run([&] { return NamedTensors{{"latents", vae.encode(frames)}}; });
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
        mask = verified_mask(in, "attention_mask", ids.size(0), ids.size(1));
    } else {
        if (!in.has_setting("prompt")) in.refuse("input_ids", "token ids, or else metadata 'prompt',", "neither");
        const PaddedTokens tokens = padded_tokens(Tokenizer(in.model().folder() / "tokenizer"), in.text("prompt", ""), length);
        ids = tokens.ids.to(in.device());    // [1, T]
        mask = tokens.mask.to(in.device());  // [1, T]
    }
    const T5Encoder network = T5Encoder::load(in.model().folder() / "text_encoder", in.device(), in.dtype());
    check_ids(in, ids, network.config().vocabulary);
    return in.run([&] { return NamedTensors{{"embeds", network(ids, mask)}, {"input_ids", ids}}; });
}

NamedTensors verify_scheduler(const VerifyInputs& in) {
    const at::Tensor sigmas = at::tensor(verified_sigmas(in, in.whole("tokens", 1024, 1, 1 << 30)), at::kFloat);  // [n + 1]
    return {{"sigmas", sigmas}, {"timesteps", sigmas.narrow(0, 0, sigmas.size(0) - 1) * 1000.0}};
}

using Component = NamedTensors (*)(const VerifyInputs&);

const std::map<std::string, Component>& components() {
    static const std::map<std::string, Component> table{
        {"transformer", verify_transformer}, {"vae.decode", verify_decode},   {"vae.encode", verify_encode},
        {"text", verify_text},               {"scheduler", verify_scheduler}, {"pipeline", verify_pipeline},
        {"upsample", verify_upsample}};
    return table;
}

}  // namespace

bool is_verifiable(const std::string& component) { return components().count(component) > 0; }

void verify_component(const VerifyJob& job) {
    const c10::InferenceMode inference;
    const auto found = components().find(job.component);
    if (found == components().end())
        throw UsageError("expected a component transformer, vae.decode, vae.encode, text, scheduler, pipeline or upsample, got '" + job.component + "'");
    NamedTensors results = found->second(VerifyInputs(job));
    for (auto& [name, tensor] : results)
        if (tensor.is_floating_point()) tensor = tensor.to(at::kFloat);
    if (!job.outputs.empty()) write_safetensors(job.outputs, results);
}

}  // namespace chladni::ltx
