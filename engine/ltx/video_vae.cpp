#include "engine/ltx/video_vae.h"

#include "engine/base/check.h"
#include "engine/ltx/vae_decoder.h"
#include "engine/ltx/vae_encoder.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

constexpr double kVaeDecodeTimestep = 0.05;  // LTX-Video's published pipelines

// [B, C, T, H, W] <-> [B, T, H, W, C]: channels stand last within the networks.
at::Tensor vae_channels_last(const at::Tensor& x) { return x.permute({0, 2, 3, 4, 1}).contiguous(); }
at::Tensor vae_channels_first(const at::Tensor& x) { return x.permute({0, 4, 1, 2, 3}); }

void check_vae_latents(const at::Tensor& latents, const VaeConfig& config) {
    const bool fits = latents.dim() == 5 && latents.size(1) == config.latent_channels && latents.numel() > 0;
    require(fits, "expected latents [B, " + std::to_string(config.latent_channels) + ", F, H, W], got " + text_of(latents.sizes()));
}

void check_vae_frames(const at::Tensor& frames, const VaeConfig& config) {
    const std::int64_t space = config.spatial_ratio, time = config.temporal_ratio;
    const bool fits = frames.dim() == 5 && frames.size(1) == config.in_channels && frames.numel() > 0 &&
                      (frames.size(2) - 1) % time == 0 && frames.size(3) % space == 0 && frames.size(4) % space == 0;
    require(fits, "expected frames [B, " + std::to_string(config.in_channels) + ", " + std::to_string(time) + " k + 1, H, W], H and W multiples of " +
                      std::to_string(space) + ", got " + text_of(frames.sizes()));
}

}  // namespace

VideoVae VideoVae::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    return load({load_vae_config(folder / "config.json"), folder}, device, dtype);
}

VideoVae VideoVae::load(const PartSource<VaeConfig>& source, at::Device device, at::ScalarType dtype) {
    return build_from_weights(source.files, device, dtype, [&](Weights& from) { return VideoVae(from, source.config); });
}

TensorShapes VideoVae::shapes(const VaeConfig& config) {
    return shapes_of([&](Weights& from) { VideoVae(from, config); });
}

VideoVae::VideoVae(Weights& from, const VaeConfig& config)
    : config_(config),
      device_(from.device()),
      dtype_(from.dtype()),
      mean_(from.take_float_or("latents_mean", {config.latent_channels}, 0.0)),
      std_(from.take_float("latents_std", {config.latent_channels})),
      encoder_(std::make_shared<VaeEncoder>(from, config)),
      decoder_(std::make_shared<VaeDecoder>(from, config)) {}

at::Tensor VideoVae::times_for(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const {
    if (!config_.timestep_conditioning) return {};
    const at::TensorOptions options = at::TensorOptions().dtype(at::kFloat).device(device_);
    if (!timestep) return at::full({latents.size(0)}, kVaeDecodeTimestep, options);  // [B]
    require(timestep->dim() == 1 && timestep->size(0) == latents.size(0),
            "expected a timestep [" + std::to_string(latents.size(0)) + "], one per film, got " + text_of(timestep->sizes()));
    return timestep->to(options);  // [B]
}

at::Tensor VideoVae::decode(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const {
    check_vae_latents(latents, config_);
    const at::Tensor normal = vae_channels_last(latents.to(device_, at::kFloat));               // [B, F, H, W, C]
    const at::Tensor z = normal * std_ / config_.scaling_factor + mean_;                    // [B, F, H, W, C]
    const at::Tensor frames = (*decoder_)(z.to(dtype_), times_for(latents, timestep));      // [B, T, H', W', 3]
    return vae_channels_first(frames).to(at::kFloat).contiguous();                              // [B, 3, T, H', W']
}

at::Tensor VideoVae::encode(const at::Tensor& frames) const {
    check_vae_frames(frames, config_);
    const at::Tensor z = (*encoder_)(vae_channels_last(frames.to(device_, dtype_))).to(at::kFloat);  // [B, F, h, w, C]
    return vae_channels_first((z - mean_) * config_.scaling_factor / std_).contiguous();             // [B, C, F, h, w]
}

}  // namespace chladni::ltx
