#pragma once

#include <cstdint>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// The noise that latents are mixed with before a decoder that is told of it: z' = (1 - s) z + s noise. Drawn on the
/// CPU, one latent frame after the other, so that it does not depend on the pieces that a film comes in. One thread.
class DecodeNoise {
public:
    /// Throws Error for a scale outside 0..1.
    DecodeNoise(double scale, std::uint64_t seed);

    /// `latents` [B, C, F, H, W] normalised, the next ones of the film -> the same, float32; at scale 0 as they are.
    at::Tensor operator()(const at::Tensor& latents);

private:
    double scale_;
    at::Generator source_;
};

}  // namespace chladni::ltx
