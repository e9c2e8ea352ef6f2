#include "engine/ltx/video_vae.h"

#include "engine/base/check.h"
#include "engine/ltx/vae_decoder.h"
#include "engine/ltx/vae_encoder.h"
#include "engine/ltx/vae_stream.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

constexpr double kVaeDecodeTimestep = 0.05;  // LTX-Video's published pipelines

// [B, C, T, H, W] <-> [B, T, H, W, C]: channels stand last within the networks.
at::Tensor vae_channels_last(const at::Tensor& x) { return x.permute({0, 2, 3, 4, 1}).contiguous(); }
at::Tensor vae_channels_first(const at::Tensor& x) { return x.permute({0, 4, 1, 2, 3}); }

at::Tensor per_channel(const at::Tensor& x) { return x.view({-1, 1, 1, 1}); }  // [C, 1, 1, 1]

void check_vae_frames(const at::Tensor& frames, const VaeConfig& config) {
    const std::int64_t space = config.spatial_ratio, time = config.temporal_ratio;
    const bool fits = frames.dim() == 5 && frames.size(1) == config.in_channels && frames.numel() > 0 &&
                      (frames.size(2) - 1) % time == 0 && frames.size(3) % space == 0 && frames.size(4) % space == 0;
    require(fits, "expected frames [B, " + std::to_string(config.in_channels) + ", " + std::to_string(time) +
                      " k + 1, H, W], H and W multiples of " + std::to_string(space) + ", got " +
                      text_of(frames.sizes()));
}

}  // namespace

VideoVae VideoVae::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    return load({load_vae_config(folder / "config.json"), folder}, device, dtype);
}

VideoVae VideoVae::load(const PartSource<VaeConfig>& source, at::Device device, at::ScalarType dtype) {
    return build_from_weights(source.files, device, dtype, [&](Weights& from) { return VideoVae(from, source.config); });
}

VideoVae VideoVae::of(const VaeConfig& config, const NamedTensors& weights) {
    return build_from_tensors(weights, [&](Weights& from) { return VideoVae(from, config); });
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

void VideoVae::check_latents(const at::Tensor& latents) const {
    const bool fits = latents.dim() == 5 && latents.size(1) == config_.latent_channels && latents.numel() > 0;
    require(fits, "expected latents [B, " + std::to_string(config_.latent_channels) + ", F, H, W], got " +
                      text_of(latents.sizes()));
}

DecodeNoise VideoVae::decode_noise(const VaeDecodeOptions& options) const {
    return {config_.timestep_conditioning ? options.noise_scale : 0.0, options.noise_seed};
}

at::Tensor VideoVae::times_for(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const {
    if (!config_.timestep_conditioning) return {};
    const at::TensorOptions options = at::TensorOptions().dtype(at::kFloat).device(device_);
    if (!timestep) return at::full({latents.size(0)}, kVaeDecodeTimestep, options);  // [B]
    require(timestep->dim() == 1 && timestep->size(0) == latents.size(0),
            "expected a timestep [" + std::to_string(latents.size(0)) + "], one per film, got " +
                text_of(timestep->sizes()));
    return timestep->to(options);  // [B]
}

at::Tensor VideoVae::unnormalised(const at::Tensor& latents) const {
    return latents.to(device_, at::kFloat) * per_channel(std_) / config_.scaling_factor +
           per_channel(mean_);  // [B, C, F, H, W]
}

at::Tensor VideoVae::normalised(const at::Tensor& latents) const {
    return (latents.to(device_, at::kFloat) - per_channel(mean_)) * config_.scaling_factor /
           per_channel(std_);  // [B, C, F, H, W]
}

at::Tensor VideoVae::decode(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const {
    return decode(latents, VaeDecodeOptions{.timestep = timestep});  // [B, 3, T, H', W']
}

at::Tensor VideoVae::decode(const at::Tensor& latents, const VaeDecodeOptions& options) const {
    check_latents(latents);
    const at::Tensor film = decode_noise(options)(latents);  // [B, C, F, H, W]
    VaeDecodeOptions clip = options;
    clip.noise_scale = 0.0;
    return join_tiles(time_axis(options.tiling, film.size(2), config_.temporal_ratio), [&](TileSpan span) {
        const at::Tensor part = film.narrow(2, span.begin, span.end - span.begin);  // [B, C, f, H, W]
        return VaeDecodeStream(*this, clip).push(part, true);                       // [B, 3, t, H', W']
    });
}

at::Tensor VideoVae::encode(const at::Tensor& frames, const VaeTiling& tiling) const {
    check_vae_frames(frames, config_);
    const std::int64_t time = config_.temporal_ratio;
    return join_tiles(time_axis(tiling, (frames.size(2) - 1) / time + 1, 1), [&](TileSpan span) {
        const std::int64_t count = config_.frames_of(span.end - span.begin);
        return encode_clip(frames.narrow(2, span.begin * time, count), tiling);  // [B, C, f, h, w]
    });
}

at::Tensor VideoVae::encode_clip(const at::Tensor& frames, const VaeTiling& tiling) const {
    const std::int64_t cell = config_.spatial_ratio;
    return join_tiles(row_axis(tiling, frames.size(3) / cell, 1), [&](TileSpan rows) {
        return join_tiles(column_axis(tiling, frames.size(4) / cell, 1), [&](TileSpan columns) {
            return encode_tile(cut_tile(frames, rows, columns, cell));  // [B, C, f, h, w]
        });
    });
}

at::Tensor VideoVae::encode_tile(const at::Tensor& frames) const {
    const at::Tensor z = (*encoder_)(vae_channels_last(frames.to(device_, dtype_)));  // [B, F, h, w, C]
    return normalised(vae_channels_first(z)).contiguous();                            // [B, C, F, h, w]
}

}  // namespace chladni::ltx
