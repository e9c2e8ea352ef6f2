#include "engine/ltx/two_pass.h"

#include <algorithm>

#include "engine/base/check.h"
#include "engine/ltx/latent_statistics.h"

namespace chladni::ltx {

namespace {

std::int64_t whole_cells(double px, std::int64_t ratio) { return std::max<std::int64_t>(1, static_cast<std::int64_t>(px) / ratio) * ratio; }

at::Tensor enlarged(const LtxPipeline& pipeline, const LatentUpsampler& upsampler, const at::Tensor& small, const TwoPass& how) {
    const VideoVae& vae = pipeline.model().vae;
    const at::Tensor large = vae.normalised(upsampler(vae.unnormalised(small)));  // [1, C, F, 2 H, 2 W]
    require(large.size(2) == small.size(2) && large.size(3) == 2 * small.size(3) && large.size(4) == 2 * small.size(4),
            "expected a latent upsampler that doubles height and width, got one that does something else");
    return adain(large, small, how.adain);  // [1, C, F, 2 H, 2 W]
}

}  // namespace

TwoPassSize first_size(const LtxPipeline& pipeline, const LtxCall& call, const TwoPass& how) {
    const LatentGrid grid = pipeline.grid_of(call);
    const std::int64_t ratio = grid.spatial_ratio;
    return {whole_cells(static_cast<double>(grid.height * ratio) * how.downscale, ratio),
            whole_cells(static_cast<double>(grid.width * ratio) * how.downscale, ratio)};
}

at::Tensor two_pass(LtxPipeline& pipeline, const LatentUpsampler& upsampler, LtxCall call, const TwoPass& how,
                    const std::vector<ConditioningItem>& small, const std::vector<ConditioningItem>& large, std::stop_token stop) {
    const TwoPassSize size = first_size(pipeline, call, how);
    call.height = size.height;
    call.width = size.width;
    call.conditioning = small;
    const at::Tensor first = pipeline.latents(call, stop);  // [1, C, F, H, W]
    call.height = 2 * size.height;
    call.width = 2 * size.width;
    call.conditioning = large;
    call.latents = enlarged(pipeline, upsampler, first, how);  // [1, C, F, 2 H, 2 W]
    call.sigmas = how.sigmas;
    call.guidance = how.guidance.value_or(GuidancePlan{});
    return tone_map(pipeline.latents(call, stop), how.tone_map);  // [1, C, F, 2 H, 2 W]
}

at::Tensor resized(const at::Tensor& frames, std::int64_t height, std::int64_t width) {
    if (frames.size(3) == height && frames.size(4) == width) return frames;
    const at::Tensor pictures = frames.transpose(1, 2).flatten(0, 1);                                                    // [T, 3, H, W]
    const at::Tensor scaled = at::upsample_bilinear2d(pictures, {height, width}, /*align_corners=*/false);               // [T, 3, H', W']
    return scaled.unflatten(0, {frames.size(0), frames.size(2)}).transpose(1, 2).contiguous();                           // [1, 3, T, H', W']
}

}  // namespace chladni::ltx
