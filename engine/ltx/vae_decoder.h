#pragma once

#include <optional>
#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/ltx/vae_res_block.h"
#include "engine/ltx/vae_resample.h"

namespace chladni::ltx {

/// Latents to frames, as the reference's LTXVideoDecoder3d. Any thread, in inference mode; a film's memory on one.
class VaeDecoder {
public:
    VaeDecoder(Weights& from, const VaeConfig& config);

    /// `latents` [B, F, h, w, C], not normalised -> frames [B, T, H, W, 3], not clamped. `timestep` [B] in 0..1,
    /// float32; undefined where the VAE has no timestep conditioning. `memory` makes it a piece of a film: the frames
    /// are those that have become final, maybe none, and F may be 0.
    at::Tensor operator()(const at::Tensor& latents, const at::Tensor& timestep, VaeMemory& memory) const;

private:
    struct Step {
        std::optional<VaeTimeEmbedding> time;
        std::optional<VaeResBlock> widen;
        std::optional<VaeUpsampler> up;
        std::vector<VaeResBlock> blocks;
    };
    Step middle_of(Weights& from) const;
    Step step_of(Weights& from, const std::string& name, const VaeUpBlock& block) const;
    void add_blocks(Weights& from, const std::string& name, std::int64_t width, std::int64_t count, bool noise,
                    Step& step) const;
    at::Tensor run(const Step& step, at::Tensor x, const at::Tensor& level, VaeMemory& memory) const;
    at::Tensor tail(const at::Tensor& x, const at::Tensor& level, VaeMemory& memory) const;

    VaeConfig config_;
    VaeConv head_;
    std::vector<Step> steps_;  // the middle first
    VaeConv tail_;
    std::optional<VaeTimeEmbedding> tail_time_;
    at::Tensor tail_table_;  // [2, C]: shift, scale
    at::Tensor multiplier_;  // [], float32
};

}  // namespace chladni::ltx
