#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "engine/ltx/vae_config.h"
#include "engine/tensor/weights.h"

namespace chladni::ltx {

class VaeEncoder;
class VaeDecoder;

/// LTX-Video's causal autoencoder (reference: diffusers' AutoencoderKLLTXVideo; versions 0.9, 0.9.1, 0.9.5 and later). Any
/// thread, in inference mode.
class VideoVae {
public:
    /// `folder`: vae/ of a model. Throws Error: what is missing or does not fit its config.json.
    static VideoVae load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);
    static VideoVae load(const PartSource<VaeConfig>& source, at::Device device, at::ScalarType dtype);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const VaeConfig& config);

    const VaeConfig& config() const { return config_; }

    /// `latents` [B, C, F, H, W] normalised -> [B, 3, ratio (F-1) + 1, ratio H, ratio W] float32 on the model's device, not
    /// clamped. `timestep` [B] in 0..1 (default 0.05) is used where the VAE has timestep conditioning. Throws Error for
    /// another shape.
    at::Tensor decode(const at::Tensor& latents, const std::optional<at::Tensor>& timestep = std::nullopt) const;

    /// `frames` [B, 3, ratio k + 1, H, W] in -1..1 -> the mean [B, C, k+1, h, w], normalised, float32.
    at::Tensor encode(const at::Tensor& frames) const;

private:
    VideoVae(Weights& from, const VaeConfig& config);
    at::Tensor times_for(const at::Tensor& latents, const std::optional<at::Tensor>& timestep) const;

    VaeConfig config_;
    at::Device device_;
    at::ScalarType dtype_;
    at::Tensor mean_, std_;  // [C], float32
    std::shared_ptr<const VaeEncoder> encoder_;
    std::shared_ptr<const VaeDecoder> decoder_;
};

}  // namespace chladni::ltx
