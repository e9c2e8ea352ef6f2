#include "engine/ltx/latent_statistics.h"

#include <string>

#include "engine/base/check.h"
#include "engine/tensor/dtypes.h"

namespace chladni::ltx {

namespace {

struct ChannelStatistics {
    at::Tensor deviation, mean;  // [B, C, 1, 1, 1]
};

ChannelStatistics statistics_of(const at::Tensor& x) {
    const auto [deviation, mean] = at::std_mean(x, at::IntArrayRef({2, 3, 4}), /*unbiased=*/true, /*keepdim=*/true);
    return {deviation, mean};
}

bool has_statistics(const at::Tensor& x) { return x.dim() == 5 && x.size(2) * x.size(3) * x.size(4) > 1; }

}  // namespace

at::Tensor adain(const at::Tensor& latents, const at::Tensor& reference, double factor) {
    const bool fits = has_statistics(latents) && has_statistics(reference) && latents.size(0) == reference.size(0) &&
                      latents.size(1) == reference.size(1);
    require(fits, "expected latents and a reference [B, C, F, H, W] of the same B and C with more than one cell, got " +
                      text_of(latents.sizes()) + " and " + text_of(reference.sizes()));
    const at::Tensor x = latents.to(at::kFloat);  // [B, C, F, H, W]
    const ChannelStatistics own = statistics_of(x), wanted = statistics_of(reference.to(x.options()));
    const at::Tensor matched = (x - own.mean) / own.deviation * wanted.deviation + wanted.mean;  // [B, C, F, H, W]
    return at::lerp(x, matched, factor);                                                         // [B, C, F, H, W]
}

at::Tensor tone_map(const at::Tensor& latents, double compression) {
    require(compression >= 0.0 && compression <= 1.0,
            "expected a compression from 0 to 1, got " + std::to_string(compression));
    const double strength = 0.75 * compression;
    const at::Tensor x = latents.to(at::kFloat);                               // as `latents`
    const at::Tensor large = at::sigmoid((x.abs() - 1.0) * (4.0 * strength));  // as `latents`, 0..1
    return x * (1.0 - large * (0.8 * strength));                               // as `latents`
}

}  // namespace chladni::ltx
