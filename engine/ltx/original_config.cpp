#include "engine/ltx/original_config.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/original_names.h"

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostCrossWidth = 1 << 20;

// What the class could be told otherwise, but LTX-Video never is.
void check_original_variant(const ConfigJson& json) {
    const auto expect = [&](const char* key, const std::string& word) {
        if (json.text(key, word) != word) json.refuse(key, "'" + word + "'");
    };
    expect("activation_fn", "gelu-approximate");
    expect("qk_norm", "rms_norm");
    expect("standardization_norm", "rms_norm");
    expect("adaptive_norm", "single_scale_shift");
    expect("positional_embedding_type", "rope");
    if (json.truth("norm_elementwise_affine", false)) json.refuse("norm_elementwise_affine", "false");
    if (json.number("timestep_scale_multiplier", 1000) != 1000) json.refuse("timestep_scale_multiplier", "1000");
}

std::array<double, 3> rotary_span(const ConfigJson& json) {
    const char* key = "positional_embedding_max_pos";
    if (!json.has(key)) return TransformerConfig{}.rotary_span;
    std::array<double, 3> span{};
    const Json& list = json.json()[key];
    const auto positive = [](const Json& item) { return item.is_number() && item.get<double>() > 0; };
    if (!list.is_array() || list.size() != 3 || !std::all_of(list.begin(), list.end(), positive)) json.refuse(key, "a list of 3 positive numbers");
    for (std::size_t i = 0; i < 3; ++i) span[i] = list[i].get<double>();
    return span;
}

using Tensors = std::map<std::string, TensorEntry>;

// The size of a tensor's axis, 0 where there is none.
std::int64_t size_of(const Tensors& tensors, const std::string& name, std::size_t axis) {
    const auto found = tensors.find(name);
    return found == tensors.end() || found->second.shape.size() <= axis ? 0 : found->second.shape[axis];
}

Json guessed_transformer(const Tensors& tensors, const std::string& prefix, bool causal) {
    const std::int64_t width = size_of(tensors, prefix + "patchify_proj.weight", 0);
    constexpr std::int64_t kHeads = 32;  // of all published ones
    std::int64_t layers = 0;
    while (tensors.count(prefix + "transformer_blocks." + std::to_string(layers) + ".scale_shift_table")) ++layers;
    return {{"num_layers", layers},
            {"num_attention_heads", kHeads},
            {"attention_head_dim", width / kHeads},
            {"cross_attention_dim", size_of(tensors, prefix + "transformer_blocks.0.attn2.to_k.weight", 1)},
            {"caption_channels", size_of(tensors, prefix + "caption_projection.linear_1.weight", 1)},
            {"in_channels", size_of(tensors, prefix + "patchify_proj.weight", 1)},
            {"norm_eps", 1e-6},
            {"causal_temporal_positioning", causal}};
}

enum class VaeVersion { k090, k091, k095 };

VaeVersion version_of(const Tensors& tensors) {
    if (size_of(tensors, "vae.encoder.conv_out.conv.weight", 1) == 2048) return VaeVersion::k095;
    return tensors.count("vae.decoder.last_scale_shift_table") ? VaeVersion::k091 : VaeVersion::k090;
}

// The published lists (reference: section 1.4).
Json guessed_vae(VaeVersion version) {
    const Json old = Json::parse(R"([["res_x", 4], ["compress_all", 1], ["res_x_y", 1], ["res_x", 3], ["compress_all", 1],
        ["res_x_y", 1], ["res_x", 3], ["compress_all", 1], ["res_x", 3], ["res_x", 4]])");
    Json vae{{"latent_channels", 128}, {"patch_size", 4}, {"timestep_conditioning", version != VaeVersion::k090}};
    if (version == VaeVersion::k090) vae["blocks"] = old;
    if (version == VaeVersion::k091) {
        vae["encoder_blocks"] = old;
        vae["decoder_blocks"] = Json::parse(R"([["res_x", {"num_layers": 5, "inject_noise": true}],
            ["compress_all", {"residual": true, "multiplier": 2}], ["res_x", {"num_layers": 6, "inject_noise": true}],
            ["compress_all", {"residual": true, "multiplier": 2}], ["res_x", {"num_layers": 7, "inject_noise": true}],
            ["compress_all", {"residual": true, "multiplier": 2}], ["res_x", {"num_layers": 8, "inject_noise": false}]])");
    }
    if (version == VaeVersion::k095) {
        vae["encoder_blocks"] = Json::parse(R"([["res_x", 4], ["compress_space_res", {"multiplier": 2}], ["res_x", 6],
            ["compress_time_res", {"multiplier": 2}], ["res_x", 6], ["compress_all_res", {"multiplier": 2}], ["res_x", 2],
            ["compress_all_res", {"multiplier": 2}], ["res_x", 2]])");
        vae["decoder_blocks"] = Json::parse(R"([["res_x", 5], ["compress_all", {"residual": true, "multiplier": 2}],
            ["res_x", 5], ["compress_all", {"residual": true, "multiplier": 2}], ["res_x", 5],
            ["compress_all", {"residual": true, "multiplier": 2}], ["res_x", 5]])");
    }
    return vae;
}

}  // namespace

TransformerConfig original_transformer_config(const ConfigJson& json) {
    check_original_variant(json);
    TransformerConfig config = transformer_sizes(json);
    config.cross_attention_dim = json.whole("cross_attention_dim", 1, kMostCrossWidth, config.width());
    config.rotary_span = rotary_span(json);
    check_transformer_config(json, config);
    return config;
}

OrderedJson original_transformer_config(const TransformerConfig& config, bool causal_positions) {
    return {{"_class_name", "Transformer3DModel"},
            {"num_layers", config.layers},
            {"num_attention_heads", config.heads},
            {"attention_head_dim", config.head_dim},
            {"cross_attention_dim", config.cross_attention_dim},
            {"caption_channels", config.caption_channels},
            {"in_channels", config.in_channels},
            {"out_channels", config.out_channels},
            {"activation_fn", "gelu-approximate"},
            {"attention_bias", config.attention_bias},
            {"norm_elementwise_affine", false},
            {"norm_eps", config.norm_eps},
            {"qk_norm", "rms_norm"},
            {"standardization_norm", "rms_norm"},
            {"adaptive_norm", "single_scale_shift"},
            {"positional_embedding_type", "rope"},
            {"positional_embedding_theta", config.rotary_theta},
            {"positional_embedding_max_pos", config.rotary_span},
            {"timestep_scale_multiplier", 1000},
            {"causal_temporal_positioning", causal_positions}};
}

SchedulerConfig original_scheduler_config(const ConfigJson& json) {
    SchedulerConfig config;
    config.dynamic_shift = true;
    config.base_shift = 0.95;
    config.max_shift = 2.05;
    config.base_tokens = 1024;
    config.terminal = json.has("target_shift_terminal") ? json.number("target_shift_terminal") : 0.1;
    if (*config.terminal < 0 || *config.terminal >= 1) json.refuse("target_shift_terminal", "a number from 0 to below 1");
    if (json.has("shift")) config.shift = json.number("shift");
    return config;
}

std::string original_sampler(const ConfigJson& json) {
    const std::string sampler = json.text("sampler", "Uniform"), shifting = json.text("shifting", "");
    if (sampler == "LinearQuadratic") return "linear_quadratic";
    if (sampler == "Constant") return "constant";
    if (sampler != "Uniform") json.refuse("sampler", "Uniform, LinearQuadratic or Constant");
    return shifting == "SD3" ? "flow_match" : shifting == "SimpleDiffusion" ? "simple_diffusion" : "uniform";
}

Json guessed_original_config(const Tensors& tensors, const std::filesystem::path& file) {
    const std::string prefix = kTransformerPrefix;
    const bool transformer = tensors.count(prefix + "patchify_proj.weight"), vae = tensors.count("vae.encoder.conv_out.conv.weight");
    require(transformer || vae, "expected an LTX-Video checkpoint (tensors model.diffusion_model.* or vae.*) in '" + file.string() +
                                    "', found neither a configuration nor those");
    const VaeVersion version = version_of(tensors);
    Json config{{"scheduler", {{"sampler", version == VaeVersion::k095 ? "LinearQuadratic" : "Uniform"}}}};
    if (version != VaeVersion::k095) config["scheduler"]["shifting"] = "SD3";
    if (transformer) config["transformer"] = guessed_transformer(tensors, prefix, version == VaeVersion::k095);
    if (vae) config["vae"] = guessed_vae(version);
    return config;
}

}  // namespace chladni::ltx
