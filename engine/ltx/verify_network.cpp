#include "engine/ltx/verify_network.h"

namespace chladni::ltx {

namespace {

constexpr double kAnyScale = 1e9;

Transformer loaded_transformer(const VerifyInputs& in) {
    PartSource<TransformerConfig> part = in.model().transformer();
    part.files.fp8 = in.truth("fp8_matmul", false);
    Transformer transformer = Transformer::load(part, in.device(), in.dtype());
    if (in.has_setting("lora"))
        Lora::attach(in.text("lora", ""), transformer).set_strength(in.number("lora_scale", 1.0, -kAnyScale, kAnyScale));
    return transformer;
}

// The VAE says how long a latent lasts; LTX-Video's 8 frames where there is none.
double temporal_ratio_of(const ModelSource& model) {
    return model.has("vae") ? static_cast<double>(model.vae().config.temporal_ratio) : 8.0;
}

}  // namespace

VerifiedNetwork::VerifiedNetwork(const VerifyInputs& in) : transformer(loaded_transformer(in)), temporal_ratio(temporal_ratio_of(in.model())) {
    if (in.has("audio_hidden_states") && in.model().has("audio_adapter"))
        adapter = AudioAdapter::load(in.model().folder() / "audio_adapter", transformer.config(), in.device(), in.dtype());
}

AudioInput verified_audio(const VerifyInputs& in, const VerifiedNetwork& network, std::int64_t rows) {
    AudioInput audio;
    if (!network.adapter) return audio;
    audio.tokens = in.tensor("audio_hidden_states", {rows, kAnyOrNone, network.adapter->config().audio_hidden_dim});
    const std::int64_t count = audio.tokens.size(1);
    audio.times = in.tensor("audio_times", {count});
    audio.mask = verified_mask(in, "audio_attention_mask", rows, count);
    audio.energy = in.maybe("audio_energy", {rows, count});
    return audio;
}

at::Tensor verified_audio_scale(const VerifyInputs& in, std::int64_t rows, std::int64_t tokens) {
    if (!in.has("audio_scale")) return at::full({1, 1}, in.number("audio_scale", 1.0, -kAnyScale, kAnyScale));
    if (in.dimensions("audio_scale") == 1) return in.tensor("audio_scale", {tokens}).unsqueeze(0);
    return in.tensor("audio_scale", {rows, tokens});
}

AudioChoice verified_audio_choice(const VerifyInputs& in, const VerifiedNetwork& network) {
    AudioChoice choice;
    if (in.has_setting("audio_modes")) choice.modes = audio_modes_from(in.text("audio_modes", ""));
    if (!in.has_setting("audio_layers")) return choice;
    const std::int64_t count = network.transformer.config().layers;
    choice.blocks.assign(static_cast<std::size_t>(count), false);
    for (const double layer : in.numbers("audio_layers", 0, static_cast<double>(count - 1))) choice.blocks[static_cast<std::size_t>(layer)] = true;
    return choice;
}

at::Tensor verified_mask(const VerifyInputs& in, const std::string& name, std::int64_t rows, std::int64_t columns) {
    const at::Tensor mask = in.maybe(name, {rows, columns});
    if (mask.defined() && !at::all((mask == 0) | (mask == 1)).item<bool>()) in.refuse(name, "nothing but 0 and 1", "other values");
    return mask;
}

}  // namespace chladni::ltx
