#include "engine/ltx/audio_context.h"

#include <limits>

namespace chladni::ltx {

namespace {

constexpr double kSameInstant_s = 1e-6;  // times are written in float32

// Without the tokens that no row may hear; those that only some may are zeroed for the others, for they may hold anything.
AudioInput without_masked(const AudioInput& audio) {
    if (!audio.mask.defined()) return audio;
    const at::Tensor mask = audio.mask.to(audio.tokens.device()) > 0.5;                         // [B, A]
    const at::Tensor kept = mask.any(0).nonzero().flatten();                                    // [A']
    const at::Tensor tokens = audio.tokens.masked_fill(mask.logical_not().unsqueeze(-1), 0.0);  // [B, A, audio]
    const auto pick = [&](const at::Tensor& x, std::int64_t axis) { return x.defined() ? x.index_select(axis, kept.to(x.device())) : x; };
    return {pick(tokens, 1), pick(audio.times, 0), pick(mask, 1), pick(audio.energy, 1)};
}

// Which audio token each video token may attend to: [1 or B, N, A] bool.
at::Tensor allowed_pairs(const at::Tensor& mask, const at::Tensor& audio_times, const at::Tensor& video_times,
                         const std::optional<double>& window_s) {
    const at::Tensor distance = (audio_times - video_times.unsqueeze(-1)).abs();  // [., N, A]
    at::Tensor allowed = window_s ? distance <= *window_s + kSameInstant_s : at::ones_like(distance, at::kBool);  // [., N, A]
    if (mask.defined()) allowed = allowed & mask.to(distance.device()).unsqueeze(1);                              // [., N, A]
    return allowed;
}

at::Tensor energy_of(const AudioInput& audio, at::Device device) {
    if (audio.energy.defined()) return audio.energy.to(device, at::kFloat);      // [1 or B, A]
    return audio.tokens.to(device, at::kFloat).square().mean(-1).sqrt();         // [B, A]
}

}  // namespace

AudioContext::AudioContext(const AudioInput& given, const at::Tensor& video_times, const at::Tensor& scale, const AudioReach& reach,
                           at::Device device, at::ScalarType dtype) {
    const AudioInput audio = without_masked(given);
    times = audio.times.to(device, at::kDouble);                                                // [A]
    video = video_times.to(device, at::kDouble);                                                // [., N]
    const at::Tensor factor = scale.to(device, at::kFloat);                                     // [., .]
    const at::Tensor allowed = allowed_pairs(audio.mask, times, video, reach.window_s);         // [., N, A]
    const at::Tensor hears = allowed.any(-1, true);                                             // [., N, 1]
    gain = at::where(hears, factor.unsqueeze(-1), 0.0);                                         // [., N, 1]
    if (times.numel() == 0 || !factor.any().item<bool>()) return;
    // A row that hears nothing attends to everything, so that its softmax is finite, and its gain is 0.
    bias = at::where(allowed | ~hears, 0.0, -std::numeric_limits<double>::infinity()).to(dtype).unsqueeze(1);  // [., 1, N, A]
    tokens = audio.tokens.to(device, dtype);                                                    // [., A, audio]
    pool(audio, factor, reach.pool_s, dtype);
}

void AudioContext::pool(const AudioInput& audio, const at::Tensor& scale, double pool_s, at::ScalarType dtype) {
    const auto [middles, index] = at::_unique(video, true, true);                                  // [F], [., N]
    const at::Tensor near = allowed_pairs(audio.mask, times, middles.unsqueeze(0), pool_s).to(at::kFloat);  // [1 or B, F, A]
    const std::int64_t rows = std::max(near.size(0), tokens.size(0)), frames = middles.numel();
    const at::Tensor count = near.sum(-1, true);                                                   // [., F, 1]
    const at::Tensor weights = near / count.clamp_min(1.0);                                        // [., F, A]
    pooled = at::matmul(weights, tokens.to(at::kFloat)).expand({rows, frames, -1}).flatten(0, 1).to(dtype);  // [R, audio]
    const at::Tensor energy = energy_of(audio, tokens.device()).unsqueeze(-1);                     // [., A, 1]
    pooled_energy = at::matmul(weights, energy).expand({rows, frames, 1}).flatten(0, 1).to(dtype);  // [R, 1]
    const at::Tensor row = at::arange(rows, index.options()).unsqueeze(1) * frames;                // [rows, 1]
    frame_of = index + row;                                                                        // [1 or B, N]
    // One factor per latent frame: the mean over its tokens.
    const at::Tensor of_token = scale.expand(frame_of.sizes()).flatten();                          // [. N]
    const at::Tensor zero = at::zeros({rows * frames}, of_token.options());                        // [R]
    const at::Tensor sum = zero.index_add(0, frame_of.flatten(), of_token);                        // [R]
    const at::Tensor tokens_in = zero.index_add(0, frame_of.flatten(), at::ones_like(of_token));   // [R]
    const at::Tensor heard = (count > 0).expand({rows, frames, 1}).flatten();                      // [R]
    frame_gain = at::where(heard, sum / tokens_in.clamp_min(1.0), 0.0).unsqueeze(-1).to(dtype);    // [R, 1]
}

}  // namespace chladni::ltx
