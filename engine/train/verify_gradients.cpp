#include "engine/train/verify_gradients.h"

#include <optional>

#include "engine/ltx/audio_listening.h"
#include "engine/ltx/coordinates.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/transformer.h"
#include "engine/ltx/verify_network.h"
#include "engine/train/flow_loss.h"
#include "engine/train/parameters.h"

namespace chladni {

using namespace ltx;

namespace {

/// A batch, as the inputs give it.
struct GivenBatch {
    at::Tensor latents, noise;      // [B, C, F, H, W]
    at::Tensor levels;              // [B]
    at::Tensor embeds, mask;        // [B, T, caption], [B, T] or undefined
    at::Tensor sound, sound_times;  // [B, A, audio], [A]; undefined: none
    std::int64_t context = 0;
    LatentGrid grid;

    GivenBatch(const VerifyInputs& in, const TransformerConfig& config) {
        latents = in.tensor("latents", {kAny, config.in_channels, kAny, kAny, kAny});
        const std::int64_t rows = latents.size(0), frames = latents.size(2), height = latents.size(3), width = latents.size(4);
        noise = in.tensor("noise", {rows, config.in_channels, frames, height, width});
        levels = in.tensor("levels", {rows});
        embeds = in.tensor("encoder_hidden_states", {rows, kAny, config.caption_channels});
        mask = verified_mask(in, "encoder_attention_mask", rows, embeds.size(1));
        sound = in.maybe("audio_hidden_states", {rows, kAny, kAny});
        if (sound.defined()) sound_times = in.tensor("audio_times", {sound.size(1)});
        context = in.whole("conditioning_latents", 0, 0, frames - 1);
        grid = {frames, height, width, 8, 32, in.number("frame_rate", 24.0, 1e-3, 1e4), true};
    }
};

at::Tensor loss_of(const GivenBatch& batch, const Transformer& transformer, const AudioAdapter* adapter) {
    const at::Tensor clean = tokens_of(batch.latents), noise = tokens_of(batch.noise);  // [B, N, C]
    const train::FlowPoint point = train::flow_point(clean, noise, noise, 0.0, batch.levels, batch.context * batch.grid.cells());
    const at::Tensor coords = make_coordinates(batch.grid, clean.device());             // [1, 3, N]
    const at::Tensor middles = middle_times(coords.select(1, 0), static_cast<double>(batch.grid.temporal_ratio), batch.grid.frame_rate);  // [1, N]
    std::optional<AudioListening> audio;
    if (adapter) audio.emplace(*adapter, transformer, AudioInput{batch.sound, batch.sound_times, {}, {}}, middles, at::ones({1, 1}), AudioChoice{});
    const TextKeys text = transformer.look_at_text(batch.embeds, batch.mask);
    const at::Tensor said = transformer(point.tokens, point.times, transformer.rotary(coords), text, audio ? &*audio : nullptr);  // [B, N, C]
    return train::flow_losses(said, point).mean();                                                                              // []
}

NamedTensors stored_weights(const WeightFiles& files, const VerifyInputs& in) {
    NamedTensors copies;
    for (const auto& [name, tensor] : Weights::open(files, at::kCPU, in.dtype()).stored()) copies[name] = tensor.clone();
    return copies;
}

}  // namespace

void verify_gradients(const VerifyJob& job) {
    const VerifyInputs in(job);
    const PartSource<TransformerConfig> source = in.model().transformer();
    const GivenBatch batch(in, source.config);
    train::Parameters parameters(in.device(), in.dtype());
    const auto all = [](const std::string&) { return true; };
    parameters.add("transformer", stored_weights(source.files, in), all);
    const Transformer transformer = Transformer::of(source.config, parameters.part("transformer"));
    std::optional<AudioAdapter> adapter;
    if (batch.sound.defined()) {
        const std::filesystem::path folder = in.model().folder() / "audio_adapter";
        parameters.add("audio_adapter", stored_weights(folder, in), all);
        adapter.emplace(AudioAdapter::of(load_audio_adapter_config(folder / "config.json", source.config), source.config, parameters.part("audio_adapter")));
    }
    const at::Tensor loss = loss_of(batch, transformer, adapter ? &*adapter : nullptr);  // []
    loss.backward();
    NamedTensors results = parameters.gradients();
    results["loss"] = loss.detach();
    if (!job.outputs.empty()) write_safetensors(job.outputs, results);
}

}  // namespace chladni
