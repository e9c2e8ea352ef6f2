#include "engine/ltx/transformer_config.h"


namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostDim = 1 << 20;

// What the class could be told otherwise, but LTX-Video never is.
void check_variant(const ConfigJson& json) {
    const auto expect_text = [&](const char* key, const std::string& word) {
        if (json.text(key, word) != word) json.refuse(key, "'" + word + "'");
    };
    expect_text("activation_fn", "gelu-approximate");
    expect_text("qk_norm", "rms_norm_across_heads");
    if (json.truth("norm_elementwise_affine", false)) json.refuse("norm_elementwise_affine", "false");
    json.whole("patch_size", 1, 1, 1);
    json.whole("patch_size_t", 1, 1, 1);
}

}  // namespace

TransformerConfig load_transformer_config(const ConfigJson& json) {
    json.expect_model("LTX-Video's transformer", {"LTXVideoTransformer3DModel", "Transformer3DModel"});
    check_variant(json);
    TransformerConfig config = transformer_sizes(json);
    config.cross_attention_dim = json.whole("cross_attention_dim", 1, kMostDim);
    config.attention_out_bias = json.truth("attention_out_bias", true);
    check_transformer_config(json, config);
    return config;
}

TransformerConfig transformer_sizes(const ConfigJson& json) {
    TransformerConfig config;
    config.in_channels = json.whole("in_channels", 1, kMostDim);
    config.out_channels = json.whole("out_channels", 1, kMostDim, config.in_channels);
    config.layers = json.whole("num_layers", 1, 1024);
    config.heads = json.whole("num_attention_heads", 1, 1024);
    config.head_dim = json.whole("attention_head_dim", 2, 4096);
    config.caption_channels = json.whole("caption_channels", 1, kMostDim);
    config.attention_bias = json.truth("attention_bias", true);
    config.norm_eps = json.number("norm_eps", config.norm_eps);
    config.rotary_theta = json.number("positional_embedding_theta", config.rotary_theta);
    return config;
}

void check_transformer_config(const ConfigJson& json, const TransformerConfig& config) {
    if (config.width() % 2 || config.width() < 12) json.refuse("attention_head_dim", "an even width of at least 12 over all heads");
    if (config.cross_attention_dim != config.width()) json.refuse("cross_attention_dim", std::to_string(config.width()) + " (heads x head size)");
    if (config.norm_eps <= 0) json.refuse("norm_eps", "a positive number");
    if (config.rotary_theta <= 1) json.refuse("positional_embedding_theta", "a number above 1");
}

}  // namespace chladni::ltx
