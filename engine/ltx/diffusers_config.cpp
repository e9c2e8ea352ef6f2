#include "engine/ltx/diffusers_config.h"

#include <algorithm>

namespace chladni::ltx {

namespace {

const char* word_of(VaeDown down) {
    if (down == VaeDown::kSpatial) return "spatial";
    if (down == VaeDown::kTemporal) return "temporal";
    return down == VaeDown::kSpatiotemporal ? "spatiotemporal" : "conv";
}

bool has_new_blocks(const VaeConfig& config) {
    return std::any_of(config.down.begin(), config.down.end(),
                       [](const VaeDownBlock& b) { return b.down != VaeDown::kNone && b.down != VaeDown::kConv; });
}

void add_encoder(OrderedJson& json, const VaeConfig& config) {
    const bool fresh = has_new_blocks(config);
    std::vector<std::int64_t> widths, layers;
    std::vector<bool> scaling;
    std::vector<std::string> types, kinds;
    for (const VaeDownBlock& block : config.down) {
        widths.push_back(block.in);
        layers.push_back(block.layers);
        scaling.push_back(block.down != VaeDown::kNone);
        types.push_back(fresh ? "LTXVideo095DownBlock3D" : "LTXVideoDownBlock3D");
        kinds.push_back(word_of(block.down));
    }
    if (fresh) widths.push_back(config.encoder_mid_channels);
    layers.push_back(config.encoder_mid_layers);
    json["block_out_channels"] = widths;
    json["down_block_types"] = types;
    json["layers_per_block"] = layers;
    json["spatio_temporal_scaling"] = scaling;
    json["downsample_type"] = kinds;
}

// Its lists are stored in the encoder's order, the middle last.
void add_decoder(OrderedJson& json, const VaeConfig& config) {
    std::vector<std::int64_t> widths, layers{config.decoder_mid_layers}, factors;
    std::vector<bool> scaling, residual, noise{config.decoder_mid_noise};
    for (const VaeUpBlock& block : config.up) {
        widths.push_back(block.out * block.factor);
        layers.push_back(block.layers);
        factors.push_back(block.factor);
        scaling.push_back(block.up);
        residual.push_back(block.residual);
        noise.push_back(block.noise);
    }
    const auto turned = [](auto list) {
        std::reverse(list.begin(), list.end());
        return list;
    };
    json["decoder_block_out_channels"] = turned(widths);
    json["decoder_layers_per_block"] = turned(layers);
    json["decoder_spatio_temporal_scaling"] = turned(scaling);
    json["decoder_inject_noise"] = turned(noise);
    json["upsample_residual"] = turned(residual);
    json["upsample_factor"] = turned(factors);
}

}  // namespace

OrderedJson diffusers_transformer_config(const TransformerConfig& config) {
    return {{"_class_name", "LTXVideoTransformer3DModel"},
            {"in_channels", config.in_channels},
            {"out_channels", config.out_channels},
            {"patch_size", 1},
            {"patch_size_t", 1},
            {"num_attention_heads", config.heads},
            {"attention_head_dim", config.head_dim},
            {"cross_attention_dim", config.cross_attention_dim},
            {"num_layers", config.layers},
            {"activation_fn", "gelu-approximate"},
            {"qk_norm", "rms_norm_across_heads"},
            {"norm_elementwise_affine", false},
            {"norm_eps", config.norm_eps},
            {"caption_channels", config.caption_channels},
            {"attention_bias", config.attention_bias},
            {"attention_out_bias", config.attention_out_bias}};
}

OrderedJson diffusers_vae_config(const VaeConfig& config) {
    OrderedJson json{{"_class_name", "AutoencoderKLLTXVideo"},
                     {"in_channels", config.in_channels},
                     {"out_channels", config.out_channels},
                     {"latent_channels", config.latent_channels}};
    add_encoder(json, config);
    add_decoder(json, config);
    json["timestep_conditioning"] = config.timestep_conditioning;
    json["patch_size"] = config.patch;
    json["patch_size_t"] = 1;
    json["resnet_norm_eps"] = config.norm_eps;
    json["scaling_factor"] = config.scaling_factor;
    json["encoder_causal"] = config.encoder_causal;
    json["decoder_causal"] = config.decoder_causal;
    json["spatial_compression_ratio"] = config.spatial_ratio;
    json["temporal_compression_ratio"] = config.temporal_ratio;
    return json;
}

OrderedJson diffusers_scheduler_config(const SchedulerConfig& config) {
    OrderedJson json{{"_class_name", "FlowMatchEulerDiscreteScheduler"},
                     {"num_train_timesteps", 1000},
                     {"shift", config.shift},
                     {"use_dynamic_shifting", config.dynamic_shift},
                     {"time_shift_type", config.exponential ? "exponential" : "linear"},
                     {"base_shift", config.base_shift},
                     {"max_shift", config.max_shift},
                     {"base_image_seq_len", config.base_tokens},
                     {"max_image_seq_len", config.max_tokens}};
    json["shift_terminal"] = config.terminal ? OrderedJson(*config.terminal) : OrderedJson(nullptr);
    return json;
}

}  // namespace chladni::ltx
