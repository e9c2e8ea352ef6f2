#include "engine/ltx/vae_config.h"

#include <map>
#include <string>


namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostChannels = 1 << 16;
constexpr std::int64_t kMostLayers = 256;
constexpr std::size_t kMostBlocks = 16;
constexpr const char* kNewDownBlock = "LTXVideo095DownBlock3D";

// A list with a value per block; what is too short is refused under its key.
template <typename List>
List at_least(const ConfigJson& json, const std::string& key, List list, std::size_t count) {
    if (list.size() < count) json.refuse(key, "a list of at least " + std::to_string(count) + " values");
    return list;
}

std::vector<std::int64_t> channels_of(const ConfigJson& json, const std::string& key) {
    std::vector<std::int64_t> list = at_least(json, key, json.wholes(key, 1, kMostChannels), 1);
    if (list.size() > kMostBlocks) json.refuse(key, "a list of at most " + std::to_string(kMostBlocks) + " widths");
    return list;
}

std::vector<std::int64_t> block_layers_of(const ConfigJson& json, const std::string& key, std::size_t blocks) {
    return at_least(json, key, json.wholes(key, 0, kMostLayers), blocks + 1);
}

std::vector<bool> truths_or_false(const ConfigJson& json, const std::string& key, std::size_t count) {
    return json.has(key) ? at_least(json, key, json.truths(key), count) : std::vector<bool>(count, false);
}

VaeDown down_of(const ConfigJson& json, const std::string& word) {
    static const std::map<std::string, VaeDown> kWords{{"conv", VaeDown::kConv},
                                                       {"spatial", VaeDown::kSpatial},
                                                       {"temporal", VaeDown::kTemporal},
                                                       {"spatiotemporal", VaeDown::kSpatiotemporal}};
    const auto found = kWords.find(word);
    if (found == kWords.end()) json.refuse("downsample_type", "a list of conv, spatial, temporal or spatiotemporal");
    return found->second;
}

// 0.9 and 0.9.1: block i is as wide as entry i and widens to entry i + 1 at its end.
void read_old_encoder(const ConfigJson& json, const std::vector<std::int64_t>& widths, VaeConfig& config) {
    const std::vector<std::int64_t> layers = block_layers_of(json, "layers_per_block", widths.size());
    const std::vector<bool> scaling = at_least(json, "spatio_temporal_scaling", json.truths("spatio_temporal_scaling"), widths.size());
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::int64_t next = widths[std::min(i + 1, widths.size() - 1)];
        config.down.push_back({widths[i], next, layers[i], scaling[i] ? VaeDown::kConv : VaeDown::kNone});
    }
    config.encoder_mid_layers = layers.back();
}

// Channels change in the shrinking itself, which therefore every block must have where they do.
void check_down_block(const ConfigJson& json, const VaeDownBlock& block) {
    if (block.down == VaeDown::kNone || block.down == VaeDown::kConv) return;
    const std::int64_t cells = block.down == VaeDown::kSpatiotemporal ? 8 : block.down == VaeDown::kSpatial ? 4 : 2;
    const bool even = block.out % cells == 0 && block.in * cells % block.out == 0;
    if (!even) json.refuse("block_out_channels", "widths that divide evenly when space and time move into channels");
}

// 0.9.5 and later: one width more than blocks.
void read_new_encoder(const ConfigJson& json, const std::vector<std::int64_t>& widths, VaeConfig& config) {
    if (widths.size() < 2) json.refuse("block_out_channels", "a list of at least 2 widths");
    const std::size_t count = widths.size() - 1;
    const std::vector<std::int64_t> layers = block_layers_of(json, "layers_per_block", count);
    const std::vector<bool> scaling = at_least(json, "spatio_temporal_scaling", json.truths("spatio_temporal_scaling"), count);
    const std::vector<std::string> kinds = at_least(json, "downsample_type", json.texts("downsample_type"), count);
    for (std::size_t i = 0; i < count; ++i) {
        const VaeDown down = scaling[i] ? down_of(json, kinds[i]) : VaeDown::kNone;
        const bool keeps = down == VaeDown::kNone || down == VaeDown::kConv;
        if (keeps && widths[i] != widths[i + 1]) json.refuse("block_out_channels", "equal widths around a block that keeps its channels");
        config.down.push_back({widths[i], widths[i + 1], layers[i], down});
    }
    config.encoder_mid_layers = layers.back();
}

bool has_new_encoder(const ConfigJson& json) {
    const std::vector<std::string> kinds = at_least(json, "down_block_types", json.texts("down_block_types"), 1);
    for (const std::string& kind : kinds)
        if (kind != kinds.front() || (kind != kNewDownBlock && kind != "LTXVideoDownBlock3D"))
            json.refuse("down_block_types", std::string("one kind throughout, LTXVideoDownBlock3D or ") + kNewDownBlock + ",");
    return kinds.front() == kNewDownBlock;
}

// The decoder's lists are stored in the encoder's order.
void read_decoder(const ConfigJson& json, VaeConfig& config) {
    const std::vector<std::int64_t> widths = channels_of(json, "decoder_block_out_channels");
    const std::size_t count = widths.size();
    const auto layers = block_layers_of(json, "decoder_layers_per_block", count);
    const auto scaling = at_least(json, "decoder_spatio_temporal_scaling", json.truths("decoder_spatio_temporal_scaling"), count);
    const auto noise = truths_or_false(json, "decoder_inject_noise", count + 1);
    const auto residual = truths_or_false(json, "upsample_residual", count);
    const auto factors = json.has("upsample_factor")
                             ? at_least(json, "upsample_factor", json.wholes("upsample_factor", 1, 8), count)
                             : std::vector<std::int64_t>(count, 1);
    const auto last = [](const auto& list, std::size_t i) { return list[list.size() - 1 - i]; };
    config.decoder_mid_channels = widths.back();
    config.decoder_mid_layers = layers.back();
    config.decoder_mid_noise = noise.back();
    std::int64_t width = widths.back();
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t factor = last(factors, i), out = last(widths, i) / factor;
        if (width % factor || last(widths, i) % factor || 8 % factor)
            json.refuse("upsample_factor", "factors of 8 that divide the widths");
        config.up.push_back({width / factor, out, last(layers, i + 1), factor, last(scaling, i), last(residual, i), last(noise, i + 1)});
        width = out;
    }
}

// What no published VAE has, and the reference cannot run either.
void check_decoder(const ConfigJson& json, const VaeConfig& config) {
    std::int64_t width = config.decoder_mid_channels;
    for (const VaeUpBlock& block : config.up) {
        const bool widens = block.in != block.out;
        const std::int64_t entering = widens ? block.in : block.out * (block.up ? block.factor : 1);
        if (entering != width) json.refuse("decoder_block_out_channels", "widths that follow from each other");
        if (widens && (block.factor != 1 || block.noise || config.timestep_conditioning))
            json.refuse("decoder_block_out_channels", "no change of width beside upsample_factor, noise or timestep conditioning");
        if (block.up && block.residual && width % 8) json.refuse("upsample_residual", "false where widths are no multiples of 8");
        width = block.out;
    }
}

void read_ratios(const ConfigJson& json, VaeConfig& config) {
    std::int64_t space = config.patch, time = 1, encoder_space = config.patch, encoder_time = 1;
    for (const VaeUpBlock& block : config.up) {
        space *= block.up ? 2 : 1;
        time *= block.up ? 2 : 1;
    }
    for (const VaeDownBlock& block : config.down) {
        encoder_space *= block.down == VaeDown::kNone || block.down == VaeDown::kTemporal ? 1 : 2;
        encoder_time *= block.down == VaeDown::kNone || block.down == VaeDown::kSpatial ? 1 : 2;
    }
    if (encoder_space != space || encoder_time != time)
        json.refuse("spatio_temporal_scaling", "an encoder that shrinks by " + std::to_string(space) + " px and " + std::to_string(time) +
                                                   " frames, as its decoder grows,");
    config.spatial_ratio = json.whole("spatial_compression_ratio", space, space, space);
    config.temporal_ratio = json.whole("temporal_compression_ratio", time, time, time);
}

}  // namespace

VaeConfig load_vae_config(const ConfigJson& json) {
    json.expect_model("LTX-Video's autoencoder", {"AutoencoderKLLTXVideo", "CausalVideoAutoencoder"});
    VaeConfig config;
    config.in_channels = json.whole("in_channels", 1, 64, 3);
    config.out_channels = json.whole("out_channels", 1, 64, 3);
    config.latent_channels = json.whole("latent_channels", 1, kMostChannels);
    config.patch = json.whole("patch_size", 1, 64, 4);
    json.whole("patch_size_t", 1, 1, 1);
    config.timestep_conditioning = json.truth("timestep_conditioning", false);
    config.encoder_causal = json.truth("encoder_causal", true);
    config.decoder_causal = json.truth("decoder_causal", false);
    config.scaling_factor = json.number("scaling_factor", 1.0);
    config.norm_eps = json.number("resnet_norm_eps", 1e-6);
    const std::vector<std::int64_t> widths = channels_of(json, "block_out_channels");
    config.encoder_mid_channels = widths.back();
    has_new_encoder(json) ? read_new_encoder(json, widths, config) : read_old_encoder(json, widths, config);
    read_decoder(json, config);
    check_vae_config(json, config);
    return config;
}

void check_vae_config(const ConfigJson& json, VaeConfig& config) {
    if (config.scaling_factor <= 0) json.refuse("scaling_factor", "a positive number");
    for (const VaeDownBlock& block : config.down) check_down_block(json, block);
    check_decoder(json, config);
    read_ratios(json, config);
}

}  // namespace chladni::ltx
