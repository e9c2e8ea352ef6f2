#pragma once

#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/ltx/vae_res_block.h"
#include "engine/ltx/vae_resample.h"

namespace chladni::ltx {

/// Frames to latents, as the reference's LTXVideoEncoder3d. Any thread, in inference mode.
class VaeEncoder {
public:
    VaeEncoder(Weights& from, const VaeConfig& config);

    /// `frames` [B, T, H, W, 3] in -1..1 -> means [B, F, h, w, C], not normalised.
    at::Tensor operator()(const at::Tensor& frames) const;

private:
    struct Step {
        std::vector<VaeResBlock> before;
        std::vector<VaeConv> strided;           // none or one
        std::vector<VaeDownsampler> shrinking;  // none or one
        std::vector<VaeResBlock> after;         // none or one
    };
    Step step_of(Weights& from, const std::string& name, const VaeDownBlock& block) const;

    VaeConfig config_;
    VaeConv head_;
    std::vector<Step> steps_;
    std::vector<VaeResBlock> middle_;
    VaeConv tail_;
};

}  // namespace chladni::ltx
