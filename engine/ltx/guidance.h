#pragma once

#include <vector>

#include "engine/ltx/skip_layers.h"
#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// How one step leans on its prompt.
struct Guidance {
    double scale = 1.0;        ///< classifier-free guidance; 1 and below: none
    double rescale = 0.0;      ///< diffusers' (Lin et al. 2023, section 3.4); 0: none
    bool cfg_star = false;     ///< the negative row scaled onto the positive one (CFG-Zero*, Fan et al. 2025)
    double stg_scale = 0.0;    ///< spatio-temporal skip guidance; 0: none
    double stg_rescale = 1.0;  ///< LTX-Video's; 1: none
    std::vector<std::int64_t> skip_blocks;

    bool needs_negative() const { return scale > 1.0; }
    bool needs_perturbed() const { return stg_scale > 0.0; }
    std::int64_t rows() const { return 1 + needs_negative() + needs_perturbed(); }
};

/// Guidance that changes with the noise: interval i is for levels down to timesteps[i], the last one for all below.
struct GuidancePlan {
    std::vector<Guidance> intervals{Guidance{}};
    std::vector<double> timesteps;  ///< descending, 0..1; as many as intervals, or none: the first interval throughout
    SkipMode mode = SkipMode::kAttentionValues;

    const Guidance& at(double sigma) const;
    bool needs_negative() const;
    bool needs_perturbed() const;
};

/// The velocity to follow, from those of the rows [negative] positive [perturbed], each [B, N, C] float32 (reference:
/// pipeline_ltx_video.py, in its order: cfg-star, guidance, skip guidance, rescale).
at::Tensor guided(const at::Tensor& rows, const Guidance& guidance);

}  // namespace chladni::ltx
