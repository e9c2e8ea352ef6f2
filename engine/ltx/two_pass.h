#pragma once

#include "engine/ltx/latent_upsampler.h"
#include "engine/ltx/ltx_pipeline.h"

namespace chladni::ltx {

/// How a film is made small first and then large (reference: section 6.5, LTX-Video's multi-scale pipeline).
struct TwoPass {
    double downscale = 2.0 / 3.0;                            ///< of the first pass
    std::vector<double> sigmas{0.9094, 0.725, 0.4219, 0.0};  ///< of the second
    std::optional<GuidancePlan> guidance;                    ///< of the second; nothing: none, as the distilled models want it
    double adain = 1.0;                                      ///< how far the enlarged latents take the small ones' statistics
    double tone_map = 0.0;                                   ///< compression of the finished latents, 0..1
};

/// The sizes of both passes for a call: what is asked for times `downscale`, down to whole cells, and twice that.
struct TwoPassSize {
    std::int64_t height = 0, width = 0;  ///< px, of the first
};
TwoPassSize first_size(const LtxPipeline& pipeline, const LtxCall& call, const TwoPass& how);

/// Latents [1, C, F, 2 H1, 2 W1], normalised; decoded, they are up to a third larger than was asked for. `small` and `large` are
/// the conditioning of each pass. Throws Error: an upsampler that does not double space alone.
at::Tensor two_pass(LtxPipeline& pipeline, const LatentUpsampler& upsampler, LtxCall call, const TwoPass& how,
                    const std::vector<ConditioningItem>& small, const std::vector<ConditioningItem>& large, std::stop_token stop = {});

/// Frames [1, 3, T, H, W] at another size, bilinear.
at::Tensor resized(const at::Tensor& frames, std::int64_t height, std::int64_t width);

}  // namespace chladni::ltx
