#include "engine/ltx/original_vae.h"

#include <algorithm>

namespace chladni::ltx {

namespace {

constexpr std::int64_t kMostWidth = 1 << 16;
constexpr std::size_t kMostOriginalBlocks = 64;

/// One entry of a block list: ["res_x", 4] or ["compress_all", {"residual": true, "multiplier": 2}].
struct Block {
    std::string kind;
    Json values;

    std::int64_t whole(const char* key, std::int64_t fallback) const {
        const auto found = values.find(key);
        return found != values.end() && found->is_number_integer() ? found->get<std::int64_t>() : fallback;
    }
    bool truth(const char* key) const { return values.contains(key) && values[key].is_boolean() && values[key].get<bool>(); }
    std::int64_t layers() const { return whole("num_layers", 1); }
    std::int64_t multiplier(std::int64_t fallback) const { return whole("multiplier", fallback); }
};

/// A block list, taken from one end; each block that is taken gets its name in both layouts.
class BlockList {
public:
    BlockList(const ConfigJson& json, const std::string& key) : json_(json), key_(json.has(key) ? key : "blocks") {
        const auto found = json.json().find(key_);
        const bool fits = found != json.json().end() && found->is_array() && !found->empty() && found->size() <= kMostOriginalBlocks;
        if (!fits) refuse("a list of 1 to " + std::to_string(kMostOriginalBlocks) + " blocks");
        for (const Json& entry : *found) blocks_.push_back(block_of(entry));
    }

    void reverse() { std::reverse(blocks_.begin(), blocks_.end()); }
    const std::vector<Block>& blocks() const { return blocks_; }

    bool done() const { return at_ == blocks_.size(); }
    bool next_is(const std::string& kind) const { return !done() && blocks_[at_].kind == kind; }
    const std::string& next_kind() const { return blocks_[at_].kind; }

    /// `original` is the beginning of its name up to its number.
    const Block& take(const std::string& original, const std::string& diffusers, NameTable::Pairs& names) {
        names.emplace_back(original + std::to_string(at_) + ".", diffusers + ".");
        return blocks_[at_++];
    }

    [[noreturn]] void refuse(const std::string& what) const { json_.refuse(key_, what); }

private:
    Block block_of(const Json& entry) const {
        const bool pair = entry.is_array() && entry.size() == 2 && entry[0].is_string();
        if (!pair || (!entry[1].is_number_integer() && !entry[1].is_object())) refuse("a list of [name, number or object]");
        Block block{entry[0].get<std::string>(), entry[1]};
        if (!block.values.is_object()) block.values = Json{{"num_layers", entry[1]}};
        const std::int64_t layers = block.layers(), times = block.multiplier(1);
        if (layers < 0 || layers > 256 || times < 1 || times > 64) refuse("blocks of 0 to 256 layers and multipliers of 1 to 64");
        return block;
    }

    const ConfigJson& json_;
    std::string key_;
    std::vector<Block> blocks_;
    std::size_t at_ = 0;
};

VaeDown shrinking_of(const std::string& kind) {
    if (kind == "compress_all") return VaeDown::kConv;
    if (kind == "compress_space_res") return VaeDown::kSpatial;
    if (kind == "compress_time_res") return VaeDown::kTemporal;
    if (kind == "compress_all_res") return VaeDown::kSpatiotemporal;
    return VaeDown::kNone;
}

std::string numbered(const std::string& word, std::size_t number) { return word + std::to_string(number); }

constexpr const char* kDown = "encoder.down_blocks.";
constexpr const char* kUp = "decoder.up_blocks.";

void take_shrinking(BlockList& list, const std::string& here, VaeDownBlock& group, NameTable::Pairs& names) {
    if (list.done()) return;
    group.down = shrinking_of(list.next_kind());
    if (group.down == VaeDown::kNone) return;
    const Block& block = list.take(kDown, here + ".downsamplers.0", names);
    if (group.down != VaeDown::kConv) group.out = group.in * block.multiplier(2);
}

// A group [res_x] [compress] [res_x_y] is one of diffusers' blocks; a res_x at the very end is its middle.
void read_encoder(BlockList list, std::int64_t width, OriginalVae& vae) {
    VaeConfig& config = vae.config;
    while (!list.done()) {
        const std::string here = numbered(kDown, config.down.size());
        VaeDownBlock group{width, width, 0, VaeDown::kNone};
        const bool blocks = list.next_is("res_x");
        if (blocks) group.layers = list.take(kDown, here, vae.blocks).layers();
        if (blocks && list.done()) {
            config.encoder_mid_channels = width;
            config.encoder_mid_layers = group.layers;
            vae.blocks.back().second = "encoder.mid_block.";
            return;
        }
        take_shrinking(list, here, group, vae.blocks);
        const bool widens = list.next_is("res_x_y") && group.in == group.out;
        if (widens) group.out = width * list.take(kDown, here + ".conv_out", vae.blocks).multiplier(2);
        if (!blocks && !widens && group.down == VaeDown::kNone)
            list.refuse("blocks res_x, res_x_y, compress_all, compress_all_res, compress_space_res and compress_time_res");
        if (group.out > kMostWidth) list.refuse("widths up to " + std::to_string(kMostWidth));
        width = group.out;
        config.down.push_back(group);
    }
    list.refuse("a list that ends in a res_x");
}

std::int64_t decoder_times(const Block& block) {
    if (block.kind == "res_x_y") return block.multiplier(2);
    return block.kind == "compress_all" ? block.multiplier(1) : 1;
}

std::int64_t widest(const BlockList& list, std::int64_t width) {
    for (const Block& block : list.blocks()) {
        width *= decoder_times(block);
        if (width > kMostWidth) list.refuse("widths up to " + std::to_string(kMostWidth));
    }
    return width;
}

// A group [res_x_y] [compress_all] [res_x], seen from the list's end, is one of diffusers' blocks.
VaeUpBlock take_growing(BlockList& list, const std::string& here, std::int64_t width, NameTable::Pairs& names) {
    VaeUpBlock group{width, width, 0};
    bool taken = false;
    if ((taken = list.next_is("res_x_y"))) group.out /= list.take(kUp, here + ".conv_in", names).multiplier(2);
    if (list.next_is("compress_all")) {
        const Block& block = list.take(kUp, here + ".upsamplers.0", names);
        group.factor = block.multiplier(1);
        if (taken && group.factor != 1) list.refuse("no multiplier of a compress_all beside a res_x_y");
        if (!taken) group.in = group.out = width / group.factor;
        taken = group.up = true;
        group.residual = block.truth("residual");
    }
    if (list.next_is("res_x")) {
        const Block& block = list.take(kUp, here, names);
        group.layers = block.layers();
        group.noise = block.truth("inject_noise");
        taken = true;
    }
    if (!taken) list.refuse("blocks res_x, res_x_y and compress_all");
    return group;
}

void read_decoder(BlockList list, std::int64_t base, OriginalVae& vae) {
    list.reverse();
    std::int64_t width = widest(list, base);
    if (!list.next_is("res_x")) list.refuse("a list that ends in a res_x");
    const Block& middle = list.take(kUp, "decoder.mid_block", vae.blocks);
    vae.config.decoder_mid_channels = width;
    vae.config.decoder_mid_layers = middle.layers();
    vae.config.decoder_mid_noise = middle.truth("inject_noise");
    while (!list.done()) {
        vae.config.up.push_back(take_growing(list, numbered(kUp, vae.config.up.size()), width, vae.blocks));
        width = vae.config.up.back().out;
    }
    if (vae.config.up.empty()) list.refuse("at least one block after the middle");
}

OrderedJson res_x(std::int64_t layers, bool noise) {
    if (!noise) return {"res_x", layers};
    return {"res_x", {{"num_layers", layers}, {"inject_noise", true}}};
}

OrderedJson shrinking(const VaeDownBlock& block) {
    if (block.down == VaeDown::kConv) return {"compress_all", 1};
    const char* kind = block.down == VaeDown::kSpatial ? "compress_space_res" : block.down == VaeDown::kTemporal ? "compress_time_res" : "compress_all_res";
    return {kind, {{"multiplier", block.out / block.in}}};
}

OrderedJson encoder_blocks(const VaeConfig& config) {
    OrderedJson list = OrderedJson::array();
    for (const VaeDownBlock& block : config.down) {
        list.push_back(res_x(block.layers, false));
        if (block.down != VaeDown::kNone) list.push_back(shrinking(block));
        const bool own = block.down == VaeDown::kNone || block.down == VaeDown::kConv;
        if (own && block.in != block.out) list.push_back({"res_x_y", {{"multiplier", block.out / block.in}}});
    }
    list.push_back(res_x(config.encoder_mid_layers, false));
    return list;
}

OrderedJson decoder_blocks(const VaeConfig& config) {
    OrderedJson list = OrderedJson::array();
    list.push_back(res_x(config.decoder_mid_layers, config.decoder_mid_noise));
    for (const VaeUpBlock& block : config.up) {
        if (block.in != block.out) list.push_back({"res_x_y", {{"multiplier", block.in / block.out}}});
        if (block.up) list.push_back({"compress_all", {{"residual", block.residual}, {"multiplier", block.factor}}});
        list.push_back(res_x(block.layers, block.noise));
    }
    std::reverse(list.begin(), list.end());
    return list;
}

}  // namespace

OriginalVae OriginalVae::of(const ConfigJson& json) {
    OriginalVae vae;
    VaeConfig& config = vae.config;
    config.latent_channels = json.whole("latent_channels", 1, kMostWidth);
    config.patch = json.whole("patch_size", 1, 64, 4);
    config.in_channels = json.whole("in_channels", 1, 64, 3);
    config.out_channels = json.whole("out_channels", 1, 64, config.in_channels);
    config.timestep_conditioning = json.truth("timestep_conditioning", false);
    config.decoder_causal = json.truth("causal_decoder", false);
    config.scaling_factor = json.number("scaling_factor", 1.0);
    if (json.text("spatial_padding_mode", "zeros") != "zeros") json.refuse("spatial_padding_mode", "'zeros'");
    read_encoder(BlockList(json, "encoder_blocks"), json.whole("encoder_base_channels", 1, kMostWidth, 128), vae);
    read_decoder(BlockList(json, "decoder_blocks"), json.whole("decoder_base_channels", 1, kMostWidth, 128), vae);
    check_vae_config(json, config);
    return vae;
}

OrderedJson original_vae_config(const VaeConfig& config) {
    return {{"_class_name", "CausalVideoAutoencoder"},
            {"dims", 3},
            {"in_channels", config.in_channels},
            {"out_channels", config.out_channels},
            {"latent_channels", config.latent_channels},
            {"encoder_blocks", encoder_blocks(config)},
            {"decoder_blocks", decoder_blocks(config)},
            {"encoder_base_channels", config.down.front().in},
            {"decoder_base_channels", config.up.back().out},
            {"scaling_factor", config.scaling_factor},
            {"norm_layer", "pixel_norm"},
            {"patch_size", config.patch},
            {"latent_log_var", "uniform"},
            {"use_quant_conv", false},
            {"causal_decoder", config.decoder_causal},
            {"timestep_conditioning", config.timestep_conditioning}};
}

}  // namespace chladni::ltx
