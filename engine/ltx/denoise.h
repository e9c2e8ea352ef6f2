#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "engine/ltx/guidance.h"
#include "engine/ltx/solver.h"
#include "engine/ltx/transformer.h"

namespace chladni::ltx {

/// From noise to latents, all that decides it.
struct DenoiseJob {
    at::Tensor tokens;            // [B, N, C] float32: noise, conditioned tokens mixed in
    at::Tensor strengths;         // [1 or B, N]: 1 is clean and stays, 0 is noise; undefined: 0 throughout
    at::Tensor rotary;            // [1 or B, N, D/2]
    const TextKeys* text = nullptr;  ///< of B rows; where guided of 2B: negative first
    const AudioInjection* audio = nullptr;
    std::vector<double> sigmas;   ///< descending, ends in 0
    GuidancePlan guidance;
    Solver solver = Solver::kEuler;
    double conditioning_noise = 0.0;       ///< times t^2: noise on clean tokens, which keeps motion alive
    std::optional<at::Generator> random;   ///< of the CPU, for that and for the stochastic solver
    std::function<void(std::size_t step, std::size_t of)> progress;
};

/// Steps along the flow, in float32. Tokens of strength 1 have timestep 0 and come back as they were. Throws Error
/// where `stop` asks for it. [B, N, C] float32.
at::Tensor denoise(const Transformer& transformer, const DenoiseJob& job, std::stop_token stop = {});

/// [B, C, F, H, W] <-> [B, N, C].
at::Tensor tokens_of(const at::Tensor& latents);
at::Tensor latents_of(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width);

/// `count` latent frames clean, the others noise: [1, N] for DenoiseJob::strengths; undefined for none.
at::Tensor clean_frames(std::int64_t count, std::int64_t frames, std::int64_t cells);

}  // namespace chladni::ltx
