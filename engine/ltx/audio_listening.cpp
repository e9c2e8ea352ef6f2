#include "engine/ltx/audio_listening.h"

#include <limits>

#include "engine/ltx/rope.h"

namespace chladni::ltx {

namespace {

constexpr double kSameInstant_s = 1e-6;  // times are written in float32

// Without the tokens that no row may hear; those that only some may are zeroed for the others, for they may hold anything.
AudioInput without_masked(const AudioInput& audio) {
    if (!audio.mask.defined()) return audio;
    const at::Tensor mask = audio.mask.to(audio.tokens.device()) > 0.5;                          // [B, A]
    const at::Tensor kept = mask.any(0).nonzero().flatten();                                     // [A']
    const at::Tensor tokens = audio.tokens.masked_fill(mask.logical_not().unsqueeze(-1), 0.0);   // [B, A, audio]
    return {tokens.index_select(1, kept), audio.times.index_select(0, kept.to(audio.times.device())), mask.index_select(1, kept)};
}

// Which audio token each video token may attend to: [1 or B, N, A] bool.
at::Tensor allowed_pairs(const AudioInput& audio, const at::Tensor& audio_times, const at::Tensor& video_times,
                         const std::optional<double>& window_s) {
    const at::Tensor distance = (audio_times - video_times.unsqueeze(-1)).abs();  // [., N, A]
    at::Tensor allowed = window_s ? distance <= *window_s + kSameInstant_s : at::ones_like(distance, at::kBool);  // [., N, A]
    if (audio.mask.defined()) allowed = allowed & audio.mask.to(distance.device()).unsqueeze(1);                  // [., N, A]
    return allowed;
}

}  // namespace

AudioListening::AudioListening(const AudioAdapter& adapter, const AudioInput& given, const at::Tensor& video_times,
                               const at::Tensor& scale, const std::vector<bool>& active)
    : adapter_(adapter) {
    const AudioAdapterConfig& config = adapter.config_;
    const AudioInput audio = without_masked(given);
    const at::Tensor times = audio.times.to(adapter.device_, at::kDouble);                   // [A]
    const at::Tensor video = video_times.to(adapter.device_, at::kDouble);                   // [., N]
    const at::Tensor allowed = allowed_pairs(audio, times, video, config.window_s);          // [., N, A]
    const at::Tensor hears = allowed.any(-1, true);                                          // [., N, 1]
    gain_ = at::where(hears, scale.to(adapter.device_, at::kFloat).unsqueeze(-1), 0.0);      // [., N, 1]
    if (!gain_.any().item<bool>()) return;
    // A row that hears nothing attends to everything, so that its softmax is finite, and its gain is 0.
    bias_ = at::where(allowed | ~hears, 0.0, -std::numeric_limits<double>::infinity()).to(adapter.dtype_).unsqueeze(1);  // [., 1, N, A]
    rotary_ = time_rotary(video, adapter.width_, config.rotary_theta, config.rotary_span_s);  // [., N, D/2]
    const at::Tensor turns = time_rotary(times.unsqueeze(0), adapter.width_, config.rotary_theta, config.rotary_span_s);  // [1, A, D/2]
    const at::Tensor tokens = audio.tokens.to(adapter.device_, adapter.dtype_);               // [., A, audio]
    for (const auto& [block, attention] : adapter.attention_)
        if ((block >= active.size() || active[block]) && adapter.can_hear(block)) seen_.emplace(block, attention.look_at(tokens, turns));
}

at::Tensor AudioListening::after_text(std::size_t block, const at::Tensor& x) const {
    const auto found = seen_.find(block);
    if (found == seen_.end()) return x;
    const std::int64_t batch = x.size(0);
    const KeysValues seen{found->second.keys.expand({batch, -1, -1, -1}), found->second.values.expand({batch, -1, -1, -1})};
    const at::Tensor query = at::rms_norm(x, {adapter_.width_}, {}, adapter_.eps_);                     // [B, N, D]
    const at::Tensor heard = adapter_.attention_.at(block)(query, rotary_, seen, bias_);               // [B, N, D]
    return at::addcmul(x, heard, gain_.to(x.scalar_type()));                                           // [B, N, D]
}

}  // namespace chladni::ltx
