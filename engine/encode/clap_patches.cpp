#include "engine/encode/clap_patches.h"

namespace chladni {

namespace {

const std::string kPart = "patch_embed.";

}  // namespace

FixedNorm FixedNorm::take(Weights& from, const std::string& name, std::int64_t channels) {
    const at::Tensor weight = from.take_float(name + ".weight", {channels}), bias = from.take_float(name + ".bias", {channels});  // [C]
    const at::Tensor mean = from.take_float(name + ".running_mean", {channels});                                                  // [C]
    const at::Tensor variance = from.take_float(name + ".running_var", {channels});                                               // [C]
    const at::Tensor factor = weight / (variance + kBatchNormEps).sqrt();                                                              // [C]
    return {factor.to(from.dtype()), (bias - mean * factor).to(from.dtype())};
}

PatchConv PatchConv::take(Weights& from, const std::string& name, at::IntArrayRef shape) {
    return {from.take(name + ".weight", shape), from.take(name + ".bias", {shape[0]})};
}

ClapFusion::ClapFusion(Weights& from, const ClapConfig& config)
    : here_(opinion(from, kPart + "fusion_model.local_att.", 0, config)), everywhere_(opinion(from, kPart + "fusion_model.global_att.", 1, config)) {}

// Layers are numbered as they stand in a list, whose first may be the mean.
ClapFusion::Opinion ClapFusion::opinion(Weights& from, const std::string& name, int first, const ClapConfig& config) {
    const std::int64_t wide = config.width, narrow = wide / config.fusion_narrowing;
    const auto layer = [&](int i) { return name + std::to_string(first + i); };
    return {PatchConv::take(from, layer(0), {narrow, wide, 1, 1}), PatchConv::take(from, layer(3), {wide, narrow, 1, 1}),
            FixedNorm::take(from, layer(1), narrow), FixedNorm::take(from, layer(4), wide)};
}

at::Tensor ClapFusion::operator()(const at::Tensor& whole, const at::Tensor& parts) const {
    const at::Tensor both = whole + parts;                                                         // [B, C, H, W]
    const at::Tensor share = at::sigmoid(here_(both) + everywhere_(both.mean(at::IntArrayRef({2, 3}), true)));      // [B, C, H, W]
    return 2 * whole * share + 2 * parts * (1 - share);                                            // [B, C, H, W]
}

ClapPatches::ClapPatches(Weights& from, const ClapConfig& config) {
    whole_ = PatchConv::take(from, kPart + "proj", {config.width, 1, config.patch[0], config.patch[1]});
    whole_.stride = config.stride;
    whole_.padding = {(config.patch[0] - config.stride[0]) / 2, (config.patch[1] - config.stride[1]) / 2};
    if (config.patch_norm) norm_ = take_layer_norm(from, kPart + "norm", config.width);
    if (!config.fusion) return;
    parts_ = PatchConv::take(from, kPart + "mel_conv2d", {config.width, 1, config.patch[0], 3 * config.patch[1]});
    parts_.stride = {config.stride[0], 3 * config.stride[1]};
    parts_.padding = whole_.padding;
    fusion_.emplace_back(from, config);
}

// The three chunks of a long clip, each a third as wide, side by side.
at::Tensor ClapPatches::parts(const at::Tensor& pictures, std::int64_t columns) const {
    const at::Tensor chunks = pictures.narrow(1, 1, 3);                                            // [b, 3, side, side]
    const at::Tensor maps = parts_(chunks.reshape({-1, 1, chunks.size(2), chunks.size(3)}));       // [3 b, C, H, W/3]
    const at::Tensor apart = maps.view({-1, 3, maps.size(1), maps.size(2), maps.size(3)});         // [b, 3, C, H, W/3]
    const at::Tensor beside = apart.permute({0, 2, 3, 1, 4}).flatten(3);                           // [b, C, H, 3 (W/3)]
    return at::constant_pad_nd(beside, {0, columns - beside.size(3)}, 0);                          // [b, C, H, W]
}

at::Tensor ClapPatches::operator()(const at::Tensor& pictures, const std::vector<bool>& longer) const {
    at::Tensor maps = whole_(pictures.narrow(1, 0, 1));  // [B, C, H, W]
    std::vector<std::int64_t> rows;
    for (std::size_t i = 0; i < longer.size(); ++i)
        if (longer[i]) rows.push_back(static_cast<std::int64_t>(i));
    if (!fusion_.empty() && pictures.size(1) == 4 && !rows.empty()) {
        const at::Tensor which = at::tensor(rows, at::TensorOptions().dtype(at::kLong).device(maps.device()));  // [b]
        const at::Tensor fused = fusion_.front()(maps.index_select(0, which), parts(pictures.index_select(0, which), maps.size(3)));  // [b, C, H, W]
        maps = maps.index_copy(0, which, fused);                                                   // [B, C, H, W]
    }
    const at::Tensor cells = maps.permute({0, 2, 3, 1});                                           // [B, H, W, C]
    return norm_.weight.defined() ? norm_(cells.contiguous()) : cells;                             // [B, H, W, C]
}

}  // namespace chladni
