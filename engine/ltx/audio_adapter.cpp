#include "engine/ltx/audio_adapter.h"

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

std::vector<std::size_t> layers_of(const ConfigJson& json, std::int64_t count) {
    std::vector<std::size_t> layers;
    if (json.has("injection_layers"))
        for (const std::int64_t i : json.wholes("injection_layers", 0, count - 1)) layers.push_back(static_cast<std::size_t>(i));
    else
        for (std::int64_t i = 0; i < count; ++i) layers.push_back(static_cast<std::size_t>(i));
    return layers;
}

}  // namespace

AudioAdapterConfig load_audio_adapter_config(const ConfigJson& json, const TransformerConfig& transformer) {
    if (json.text("injection_mode", "cross_attention") != "cross_attention") json.refuse("injection_mode", "'cross_attention'");
    AudioAdapterConfig config;
    config.layers = layers_of(json, transformer.layers);
    if (json.has("window_s")) config.window_s = json.number("window_s");
    if (config.window_s && *config.window_s < 0) json.refuse("window_s", "a number of seconds, 0 or more");
    config.audio_hidden_dim = json.whole("audio_hidden_dim", 1, 1 << 20);
    config.rotary_theta = json.number("rotary_theta", config.rotary_theta);
    config.rotary_span_s = json.number("rotary_span_s", config.rotary_span_s);
    if (config.rotary_theta <= 1) json.refuse("rotary_theta", "a number above 1");
    if (config.rotary_span_s <= 0) json.refuse("rotary_span_s", "a positive number of seconds");
    return config;
}

AudioAdapter AudioAdapter::load(const std::filesystem::path& folder, const TransformerConfig& transformer, at::Device device,
                                at::ScalarType dtype) {
    const AudioAdapterConfig config = load_audio_adapter_config(folder / "config.json", transformer);
    return build_from_weights(folder, device, dtype, [&](Weights& from) { return AudioAdapter(from, config, transformer); });
}

TensorShapes AudioAdapter::shapes(const AudioAdapterConfig& config, const TransformerConfig& transformer) {
    return shapes_of([&](Weights& from) { AudioAdapter(from, config, transformer); });
}

AudioAdapter::AudioAdapter(Weights& from, const AudioAdapterConfig& config, const TransformerConfig& transformer)
    : config_(config), width_(transformer.width()), eps_(transformer.norm_eps), dtype_(from.dtype()), device_(from.device()) {
    const Attention::Shape shape{width_, transformer.heads, config.audio_hidden_dim, true, true};
    for (const std::size_t i : config.layers)
        attention_.try_emplace(i, from, "transformer_blocks." + std::to_string(i) + ".attn3", shape);
}

}  // namespace chladni::ltx
