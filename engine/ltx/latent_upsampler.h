#pragma once

#include <filesystem>
#include <vector>

#include "engine/ltx/upsampler_config.h"
#include "engine/ltx/upsampler_layers.h"

namespace chladni::ltx {

/// Makes latents of a larger picture, or of twice as many frames, out of latents (reference: diffusers'
/// LTXLatentUpsamplerModel). Its norms run over the whole film, so pieces of a film come out otherwise than the film.
/// Any thread, in inference mode.
class LatentUpsampler {
public:
    /// `place`: a folder with config.json and weights, or Lightricks' single file. Throws Error: what is missing or
    /// does not fit the configuration.
    static LatentUpsampler load(const std::filesystem::path& place, at::Device device, at::ScalarType dtype);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const UpsamplerConfig& config);

    const UpsamplerConfig& config() const { return config_; }

    /// `latents` [B, C, F, H, W], not normalised -> [B, C, F', H', W'], not normalised, float32 on the model's device:
    /// F' = 2 F - 1 where time is doubled, H' = 2 H and W' = 2 W where space is. Throws Error for another shape.
    at::Tensor operator()(const at::Tensor& latents) const;

private:
    LatentUpsampler(Weights& from, const UpsamplerConfig& config);
    at::Tensor network(const at::Tensor& x) const;
    at::Tensor doubled(const at::Tensor& x) const;

    UpsamplerConfig config_;
    at::Device device_;
    at::ScalarType dtype_;
    UpsamplerConv first_;
    UpsamplerNorm first_norm_;
    UpsamplerConv doubling_;
    UpsamplerConv last_;
    std::vector<UpsamplerBlock> before_, after_;
};

}  // namespace chladni::ltx
