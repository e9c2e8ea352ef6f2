#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/ltx/decode_noise.h"
#include "engine/ltx/vae_config.h"
#include "engine/ltx/vae_tiling.h"
#include "engine/tensor/weights.h"

namespace chladni::ltx {

class VaeEncoder;
class VaeDecoder;

/// How a film is decoded.
struct VaeDecodeOptions {
    std::optional<at::Tensor> timestep =
        {};                    ///< [B] in 0..1 (default 0.05), used where the VAE has timestep conditioning
    double noise_scale = 0.0;  ///< s of z' = (1 - s) z + s noise on normalised latents, 0..1, heeded as the timestep is
    std::uint64_t noise_seed = 0;  ///< that noise is drawn on the CPU, one latent frame after the other
    VaeTiling tiling = {};
};

/// LTX-Video's causal autoencoder (reference: diffusers' AutoencoderKLLTXVideo; versions 0.9, 0.9.1, 0.9.5 and later).
/// Any thread, in inference mode.
class VideoVae {
public:
    /// `folder`: vae/ of a model. Throws Error: what is missing or does not fit its config.json.
    static VideoVae load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);
    static VideoVae load(const PartSource<VaeConfig>& source, at::Device device, at::ScalarType dtype);
    /// Of weights in memory, to be trained.
    static VideoVae of(const VaeConfig& config, const NamedTensors& weights);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const VaeConfig& config);

    const VaeConfig& config() const { return config_; }

    /// `latents` [B, C, F, H, W] normalised -> [B, 3, ratio (F-1) + 1, ratio H, ratio W] float32 on the model's device,
    /// not clamped. Throws Error for another shape, a noise scale outside 0..1 and tiles that do not reach beyond their
    /// overlap.
    at::Tensor decode(const at::Tensor& latents, const VaeDecodeOptions& options) const;
    at::Tensor decode(const at::Tensor& latents, const std::optional<at::Tensor>& timestep = std::nullopt) const;

    /// `frames` [B, 3, ratio k + 1, H, W] in -1..1 -> the mean [B, C, k+1, h, w], normalised, float32.
    at::Tensor encode(const at::Tensor& frames, const VaeTiling& tiling = {}) const;

    /// Latents [B, C, F, H, W] as the network has them, and as the transformer does: float32 on the model's device.
    at::Tensor unnormalised(const at::Tensor& latents) const;
    at::Tensor normalised(const at::Tensor& latents) const;

private:
    friend class VaeDecodeStream;
    VideoVae(Weights& from, const VaeConfig& config);
    DecodeNoise decode_noise(const VaeDecodeOptions& options) const;
    void check_latents(const at::Tensor& latents) const;
    at::Tensor encode_clip(const at::Tensor& frames, const VaeTiling& tiling) const;
    at::Tensor encode_tile(const at::Tensor& frames) const;
    at::Tensor times_for(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const;

    VaeConfig config_;
    at::Device device_;
    at::ScalarType dtype_;
    at::Tensor mean_, std_;  // [C], float32
    std::shared_ptr<const VaeEncoder> encoder_;
    std::shared_ptr<const VaeDecoder> decoder_;
};

}  // namespace chladni::ltx
