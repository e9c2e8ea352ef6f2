#pragma once

#include <stop_token>
#include <vector>

#include "engine/ltx/transformer.h"

namespace chladni::ltx {

/// From noise to latents, all that decides it.
struct DenoiseJob {
    at::Tensor tokens;            // [B, N, C] float32: noise, its first `clean_tokens` clean
    std::int64_t clean_tokens = 0;
    at::Tensor rotary;            // [1 or B, N, D/2]
    const TextKeys* text = nullptr;  ///< of B rows; where guided of 2B: negative first
    const AudioInjection* audio = nullptr;
    std::vector<double> sigmas;   ///< ends in 0
    double guidance_scale = 1.0;  ///< above 1: guided
    double guidance_rescale = 0.0;
};

/// Euler steps along the flow, in float32. Clean tokens have timestep 0 and come back as they were. Throws Error where
/// `stop` asks for it. [B, N, C] float32.
at::Tensor denoise(const Transformer& transformer, const DenoiseJob& job, std::stop_token stop = {});

/// [B, C, F, H, W] <-> [B, N, C].
at::Tensor tokens_of(const at::Tensor& latents);
at::Tensor latents_of(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width);

}  // namespace chladni::ltx
