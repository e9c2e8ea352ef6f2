#include "engine/encode/wav2vec2_config.h"

#include "engine/base/check.h"

namespace chladni {

namespace {

void read_front(const ConfigJson& json, Wav2Vec2Config& config) {
    if (json.has("conv_dim")) config.channels = json.wholes("conv_dim", 1, 8192);
    if (json.has("conv_kernel")) config.kernels = json.wholes("conv_kernel", 1, 4096);
    if (json.has("conv_stride")) config.strides = json.wholes("conv_stride", 1, 4096);
    const std::size_t count = config.channels.size();
    if (count == 0 || count > 32) json.refuse("conv_dim", "1 to 32 layers");
    if (config.kernels.size() != count) json.refuse("conv_kernel", "as many layers as in conv_dim");
    if (config.strides.size() != count) json.refuse("conv_stride", "as many layers as in conv_dim");
    if (config.field() > 1 << 20 || config.step() > 1 << 20) json.refuse("conv_stride", "steps of less than a million samples together");
    const std::string norm = json.text("feat_extract_norm", "group");
    if (norm != "group" && norm != "layer") json.refuse("feat_extract_norm", "group or layer");
    config.group_norm = norm == "group";
    config.conv_bias = json.truth("conv_bias", config.conv_bias);
    config.conv_activation = activation_of(json, "feat_extract_activation", "gelu");
}

void read_transformer(const ConfigJson& json, Wav2Vec2Config& config) {
    config.width = json.whole("hidden_size", 1, 65536, config.width);
    config.layers = json.whole("num_hidden_layers", 0, 1024, config.layers);
    config.heads = json.whole("num_attention_heads", 1, 4096, config.heads);
    config.inner = json.whole("intermediate_size", 1, 1 << 20, config.inner);
    config.place_kernel = json.whole("num_conv_pos_embeddings", 1, 8192, config.place_kernel);
    config.place_groups = json.whole("num_conv_pos_embedding_groups", 1, 8192, config.place_groups);
    config.stable_norm = json.truth("do_stable_layer_norm", config.stable_norm);
    config.norm_eps = json.number("layer_norm_eps", config.norm_eps);
    config.activation = activation_of(json, "hidden_act", "gelu");
    if (config.width % config.heads != 0) json.refuse("num_attention_heads", "a divisor of hidden_size, " + std::to_string(config.width) + ",");
    if (config.width % config.place_groups != 0) json.refuse("num_conv_pos_embedding_groups", "a divisor of hidden_size, " + std::to_string(config.width) + ",");
    if (!(config.norm_eps > 0)) json.refuse("layer_norm_eps", "a positive number");
}

}  // namespace

std::int64_t Wav2Vec2Config::step() const {
    std::int64_t samples = 1;
    for (const std::int64_t stride : strides) samples = std::min<std::int64_t>(samples * stride, 1 << 30);
    return samples;
}

std::int64_t Wav2Vec2Config::field() const {
    std::int64_t samples = 1;
    for (std::size_t i = kernels.size(); i-- > 0;) samples = std::min<std::int64_t>((samples - 1) * strides[i] + kernels[i], 1 << 30);
    return samples;
}

std::int64_t Wav2Vec2Config::frames_of(std::int64_t samples) const {
    for (std::size_t i = 0; i < kernels.size() && samples > 0; ++i) samples = samples < kernels[i] ? 0 : (samples - kernels[i]) / strides[i] + 1;
    return samples;
}

Wav2Vec2Config load_wav2vec2_config(const std::filesystem::path& config_json) {
    const ConfigJson json(config_json);
    json.expect_model("a wav2vec2 model", {"wav2vec2"});
    Wav2Vec2Config config;
    read_front(json, config);
    read_transformer(json, config);
    if (json.truth("add_adapter", false)) json.refuse("add_adapter", "false: layers after the transformer are not known here, false");
    if (json.has("adapter_attn_dim")) json.refuse("adapter_attn_dim", "nothing: adapters within the layers are not known here, nothing");
    return config;
}

Wav2Vec2Features load_wav2vec2_features(const std::filesystem::path& preprocessor_json) {
    const ConfigJson json(preprocessor_json);
    Wav2Vec2Features features;
    features.sample_rate = static_cast<int>(json.whole("sampling_rate", 4000, 192000, features.sample_rate));
    features.normalize = json.truth("do_normalize", features.normalize);
    if (json.whole("feature_size", 1, 1 << 20, 1) != 1) json.refuse("feature_size", "1");
    return features;
}

}  // namespace chladni
