#include "engine/ltx/latent_upsampler.h"

#include "engine/base/check.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

std::int64_t copies(const UpsamplerConfig& config) { return (config.time ? 2 : 1) * (config.space ? 4 : 1); }

std::vector<UpsamplerBlock> upsampler_blocks(Weights& from, const std::string& name, const UpsamplerConfig& config) {
    std::vector<UpsamplerBlock> blocks;
    for (std::int64_t i = 0; i < config.blocks; ++i)
        blocks.emplace_back(from, name + "." + std::to_string(i), config.mid_channels, !config.sees_time);
    return blocks;
}

// A folder has its configuration beside the weights, a single file within.
ConfigJson upsampler_json(const std::filesystem::path& place) {
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(place, ignored)) return ConfigJson(place / "config.json");
    const Metadata metadata = SafetensorsFile(place).metadata();
    const auto found = metadata.find("config");
    require(found != metadata.end(),
            "expected the metadata 'config' of an upsampler in '" + place.string() + "', found none");
    return {parse_shallow(found->second), place};
}

}  // namespace

LatentUpsampler LatentUpsampler::load(const std::filesystem::path& place, at::Device device, at::ScalarType dtype) {
    const UpsamplerConfig config = load_upsampler_config(upsampler_json(place));
    return build_from_weights(place, device, dtype, [&](Weights& from) { return LatentUpsampler(from, config); });
}

TensorShapes LatentUpsampler::shapes(const UpsamplerConfig& config) {
    return shapes_of([&](Weights& from) { LatentUpsampler(from, config); });
}

LatentUpsampler::LatentUpsampler(Weights& from, const UpsamplerConfig& config)
    : config_(config),
      device_(from.device()),
      dtype_(from.dtype()),
      first_(from, "initial_conv", config.in_channels, config.mid_channels, !config.sees_time),
      first_norm_(from, "initial_norm", config.mid_channels),
      doubling_(from, "upsampler.0", config.mid_channels, copies(config) * config.mid_channels, !config.time),
      last_(from, "final_conv", config.mid_channels, config.in_channels, !config.sees_time),
      before_(upsampler_blocks(from, "res_blocks", config)),
      after_(upsampler_blocks(from, "post_upsample_res_blocks", config)) {}

at::Tensor LatentUpsampler::operator()(const at::Tensor& latents) const {
    const bool fits = latents.dim() == 5 && latents.size(1) == config_.in_channels && latents.numel() > 0;
    require(fits, "expected latents [B, " + std::to_string(config_.in_channels) + ", F, H, W], got " +
                      text_of(latents.sizes()));
    const at::Tensor x = latents.to(device_, dtype_);                                           // [B, C, F, H, W]
    if (config_.sees_time) return network(x).to(at::kFloat).contiguous();                       // [B, C, F', H', W']
    const at::Tensor frames = x.transpose(1, 2).flatten(0, 1).unsqueeze(2);                     // [B F, C, 1, H, W]
    const at::Tensor larger = network(frames).squeeze(2).unflatten(0, {x.size(0), x.size(2)});  // [B, F, C, H', W']
    return larger.transpose(1, 2).to(at::kFloat).contiguous();                                  // [B, C, F, H', W']
}

at::Tensor LatentUpsampler::network(const at::Tensor& x) const {
    at::Tensor h = at::silu(first_norm_(first_(x)));           // [B, M, F, H, W]
    for (const UpsamplerBlock& block : before_) h = block(h);  // [B, M, F, H, W]
    h = doubled(h);                                            // [B, M, F', H', W']
    for (const UpsamplerBlock& block : after_) h = block(h);   // [B, M, F', H', W']
    return last_(h);                                           // [B, C, F', H', W']
}

// A channel's number is ((m a + t) b + y) b + x. The first frame loses its twin.
at::Tensor LatentUpsampler::doubled(const at::Tensor& x) const {
    const std::int64_t a = config_.time ? 2 : 1, b = config_.space ? 2 : 1;
    const at::Tensor apart = doubling_(x).unflatten(1, {-1, a, b, b});  // [B, M, a, b, b, F, H, W]
    const at::Tensor y =
        apart.permute({0, 1, 5, 2, 6, 3, 7, 4}).flatten(6, 7).flatten(4, 5).flatten(2, 3);  // [B, M, a F, b H, b W]
    return y.narrow(2, a - 1, y.size(2) - (a - 1)).contiguous();                            // [B, M, F', H', W']
}

}  // namespace chladni::ltx
