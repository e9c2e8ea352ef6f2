#include "engine/ltx/denoise.h"

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr double kTrainSteps = 1000.0;

TokenTimes times_at(double sigma, const DenoiseJob& job, at::Device device) {
    const auto options = at::TensorOptions().device(device);
    const double level = sigma * kTrainSteps;
    if (job.clean_tokens == 0) return {at::full({1}, level, options.dtype(at::kFloat)), at::zeros({1, 1}, options.dtype(at::kLong))};
    TokenTimes times;
    times.levels = at::tensor({0.0, level}, at::kFloat).to(device);                          // [2]
    times.index = at::ones({1, job.tokens.size(1)}, options.dtype(at::kLong));               // [1, N]
    times.index.narrow(1, 0, job.clean_tokens).zero_();                                      // [1, P]
    return times;
}

at::Tensor spread(const at::Tensor& x) { return x.flatten(1).std(1, true).unsqueeze(-1); }  // [B, 1, 1]

// Classifier-free guidance, and its rescale as diffusers has it ("Common diffusion noise schedules ...", section 3.4).
at::Tensor guided(const at::Tensor& both, const DenoiseJob& job) {
    const auto halves = both.chunk(2);                                                                // [B, N, C] twice
    const at::Tensor v = halves[0] + job.guidance_scale * (halves[1] - halves[0]);                    // [B, N, C]
    if (job.guidance_rescale <= 0) return v;
    const at::Tensor rescaled = v * (spread(halves[1]) / spread(v));                                  // [B, N, C]
    return job.guidance_rescale * rescaled + (1.0 - job.guidance_rescale) * v;                        // [B, N, C]
}

at::Tensor velocity(const Transformer& transformer, const DenoiseJob& job, const at::Tensor& x, double sigma) {
    const TokenTimes times = times_at(sigma, job, x.device());
    const bool guide = job.guidance_scale > 1.0;
    const at::Tensor in = guide ? at::cat({x, x}) : x;                                                      // [B or 2B, N, C]
    const at::Tensor v = transformer(in, times, job.rotary, *job.text, job.audio).to(at::kFloat);           // [B or 2B, N, C]
    return guide ? guided(v, job) : v;                                                                      // [B, N, C]
}

}  // namespace

at::Tensor denoise(const Transformer& transformer, const DenoiseJob& job, std::stop_token stop) {
    at::Tensor x = job.tokens.to(transformer.device(), at::kFloat, false, /*copy=*/true);  // [B, N, C]
    const std::int64_t moving = x.size(1) - job.clean_tokens;
    for (std::size_t i = 0; i + 1 < job.sigmas.size(); ++i) {
        if (stop.stop_requested()) throw Error("expected to finish a chunk, was asked to stop");
        const at::Tensor v = velocity(transformer, job, x, job.sigmas[i]);  // [B, N, C]
        x.narrow(1, job.clean_tokens, moving).add_(v.narrow(1, job.clean_tokens, moving), job.sigmas[i + 1] - job.sigmas[i]);
    }
    return x;
}

at::Tensor tokens_of(const at::Tensor& latents) { return latents.flatten(2).transpose(1, 2).contiguous(); }  // [B, N, C]

at::Tensor latents_of(const at::Tensor& tokens, std::int64_t frames, std::int64_t height, std::int64_t width) {
    return tokens.transpose(1, 2).unflatten(2, {frames, height, width}).contiguous();  // [B, C, F, H, W]
}

}  // namespace chladni::ltx
