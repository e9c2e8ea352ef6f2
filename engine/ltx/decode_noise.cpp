#include "engine/ltx/decode_noise.h"

#include <ATen/CPUGeneratorImpl.h>

#include <string>

#include "engine/base/check.h"

namespace chladni::ltx {

DecodeNoise::DecodeNoise(double scale, std::uint64_t seed)
    : scale_(scale), source_(at::make_generator<at::CPUGeneratorImpl>(seed)) {
    require(scale >= 0.0 && scale <= 1.0, "expected a decode noise scale from 0 to 1, got " + std::to_string(scale));
}

at::Tensor DecodeNoise::operator()(const at::Tensor& latents) {
    if (scale_ == 0.0) return latents;
    const at::TensorOptions options = at::TensorOptions().dtype(at::kFloat);
    at::Tensor noise = at::empty(latents.sizes(), options);  // [B, C, F, H, W]
    for (std::int64_t i = 0; i < latents.size(2); ++i) {
        const at::Tensor frame = noise.select(2, i);              // [B, C, H, W]
        frame.copy_(at::randn(frame.sizes(), source_, options));  // [B, C, H, W]
    }
    return latents.to(at::kFloat) * (1.0 - scale_) + noise.to(latents.device()) * scale_;  // [B, C, F, H, W]
}

}  // namespace chladni::ltx
