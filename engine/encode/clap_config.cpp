#include "engine/encode/clap_config.h"

#include "engine/base/check.h"

namespace chladni {

namespace {

// One number for both directions, or one for each.
std::array<std::int64_t, 2> pair_of(const ConfigJson& json, const std::string& key, std::int64_t fallback) {
    if (!json.has(key) || !json.json()[key].is_array()) {
        const std::int64_t both = json.whole(key, 1, 4096, fallback);
        return {both, both};
    }
    const std::vector<std::int64_t> list = json.wholes(key, 1, 4096);
    if (list.size() != 2) json.refuse(key, "one size or two");
    return {list[0], list[1]};
}

// Whole ClapModels keep the projection's shape outside.
ConfigJson audio_part(const ConfigJson& json) {
    json.expect_model("a CLAP model", {"clap", "clap_audio_model"});
    if (!json.has("audio_config")) return json;
    Json audio = json.object("audio_config").json();
    audio["projection_dim"] = json.whole("projection_dim", 1, 65536, 512);
    audio["projection_hidden_act"] = json.text("projection_hidden_act", "relu");
    return {std::move(audio), json.file()};
}

void read_stages(const ConfigJson& json, ClapConfig& config) {
    if (json.has("depths")) config.depths = json.wholes("depths", 1, 256);
    if (json.has("num_attention_heads")) config.heads = json.wholes("num_attention_heads", 1, 4096);
    config.width = json.whole("patch_embeds_hidden_size", 1, 8192, config.width);
    if (config.stages() <= ClapConfig::kFeatureStage || config.stages() > 8) json.refuse("depths", "3 to 8 stages");
    if (config.heads.size() != config.depths.size()) json.refuse("num_attention_heads", "as many stages as in depths");
    for (std::int64_t i = 0; i < config.stages(); ++i)
        if (config.width_of(i) % config.heads[static_cast<std::size_t>(i)] != 0)
            json.refuse("num_attention_heads", "divisors of the stages' widths, " + std::to_string(config.width) + " and so on,");
    const std::int64_t last = config.width_of(config.stages() - 1);
    if (json.whole("hidden_size", 1, 1 << 20, 768) != last) json.refuse("hidden_size", "the width of the last stage, " + std::to_string(last) + ",");
}

void read_picture(const ConfigJson& json, ClapConfig& config) {
    config.bands = json.whole("num_mel_bins", 1, 1024, config.bands);
    config.side = json.whole("spec_size", 1, 4096, config.side);
    config.patch = pair_of(json, "patch_size", config.patch[0]);
    config.stride = pair_of(json, "patch_stride", config.stride[0]);
    config.window = json.whole("window_size", 1, 64, config.window);
    if (config.side % config.bands != 0) json.refuse("spec_size", "a multiple of num_mel_bins, " + std::to_string(config.bands) + ",");
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const std::int64_t cells = (config.side + 2 * ((config.patch[axis] - config.stride[axis]) / 2) - config.patch[axis]) / config.stride[axis] + 1;
        const bool fits = config.patch[axis] >= config.stride[axis] && cells == config.side / config.stride[axis];
        if (!fits) json.refuse("patch_size", "patches that cover the picture of " + std::to_string(config.side) + " px in strides of " +
                                                 std::to_string(config.stride[axis]));
    }
}

// The stages halve the map; a window must fit into the last one, and the third must hold whole quarters.
void check_grid(const ConfigJson& json, const ClapConfig& config) {
    const std::int64_t last = config.stages() - 1;
    for (const std::int64_t cells : config.grid_of(0))
        if (cells % (std::int64_t{1} << last) != 0) json.refuse("patch_stride", "a grid of patches that can be halved " + std::to_string(last) + " times");
    for (const std::int64_t cells : config.grid_of(last))
        if (cells < config.window) json.refuse("window_size", "a window that fits into the last stage's map of " + std::to_string(cells) + " cells");
    if (config.grid_of(ClapConfig::kFeatureStage)[0] % config.folds() != 0)
        json.refuse("spec_size", "a third stage whose rows divide into " + std::to_string(config.folds()) + " parts");
}

void read_fusion(const ConfigJson& json, ClapConfig& config) {
    config.fusion = json.truth("enable_fusion", config.fusion);
    config.fusion_narrowing = json.whole("aff_block_r", 1, config.width, config.fusion_narrowing);
    if (config.fusion && json.text("fusion_type", "") == "channel_map") json.refuse("fusion_type", "another fusion than channel_map (aff_2d)");
    if (json.whole("patch_embed_input_channels", 1, 1024, 1) != 1) json.refuse("patch_embed_input_channels", "1");
    if (!json.truth("flatten_patch_embeds", true)) json.refuse("flatten_patch_embeds", "true");
}

}  // namespace

ClapConfig load_clap_config(const std::filesystem::path& config_json) {
    const ConfigJson json = audio_part(ConfigJson(config_json));
    ClapConfig config;
    read_stages(json, config);
    read_picture(json, config);
    check_grid(json, config);
    read_fusion(json, config);
    config.patch_norm = json.truth("enable_patch_layer_norm", config.patch_norm);
    config.qkv_bias = json.truth("qkv_bias", config.qkv_bias);
    config.mlp_ratio = json.number("mlp_ratio", config.mlp_ratio);
    config.norm_eps = json.number("layer_norm_eps", config.norm_eps);
    config.projection = json.whole("projection_dim", 1, 65536, config.projection);
    config.activation = activation_of(json, "hidden_act", "gelu");
    config.projection_activation = activation_of(json, "projection_hidden_act", "relu");
    if (!(config.mlp_ratio * static_cast<double>(config.width) >= 1 && config.mlp_ratio <= 64)) json.refuse("mlp_ratio", "a ratio up to 64");
    if (!(config.norm_eps > 0)) json.refuse("layer_norm_eps", "a positive number");
    return config;
}

}  // namespace chladni
