#include "engine/ltx/audio_listening.h"

#include "engine/ltx/rope.h"
#include "engine/ltx/transformer.h"

namespace chladni::ltx {

AudioListening::AudioListening(const AudioAdapter& adapter, const Transformer& transformer, const AudioInput& audio,
                               const at::Tensor& video_times, const at::Tensor& scale, const AudioChoice& choice)
    : adapter_(adapter),
      context_(audio, video_times, scale, adapter.config_.reach, adapter.device_, adapter.dtype_),
      choice_(choice) {
    if (!context_.hears()) return;
    if (choice.takes(AudioMode::kCrossAttention)) prepare_cross();
    prepare_frames();
    if (choice.takes(AudioMode::kConcat) && adapter.to_captions_) prepare_concat(transformer);
    if (choice.takes(AudioMode::kAdaLn) && adapter.modulation_) modulation_ = adapter.modulation_->added(context_);  // [R, 6, D]
}

void AudioListening::prepare_cross() {
    const AudioAdapterConfig& config = adapter_.config_;
    const auto turns = [&](const at::Tensor& times) { return time_rotary(times, adapter_.width_, config.rotary_theta, config.rotary_span_s); };
    rotary_ = turns(context_.video);                                   // [., N, D/2]
    const at::Tensor audio_rotary = turns(context_.times.unsqueeze(0));  // [1, A, D/2]
    for (const auto& [block, layers] : adapter_.layers_)
        if (layers.cross && choice_.takes(block)) seen_.emplace(block, layers.cross->look_at(context_, audio_rotary));
}

void AudioListening::prepare_frames() {
    for (const auto& [block, layers] : adapter_.layers_) {
        if (!choice_.takes(block)) continue;
        at::Tensor sum;  // [R, D]
        if (layers.add && choice_.takes(AudioMode::kAdd)) sum = layers.add->added(context_);
        if (layers.gate && choice_.takes(AudioMode::kGate)) {
            const at::Tensor gated = layers.gate->added(context_);  // [R, D]
            sum = sum.defined() ? sum + gated : gated;              // [R, D]
        }
        if (sum.defined()) added_.emplace(block, sum);
    }
}

void AudioListening::prepare_concat(const Transformer& transformer) {
    const at::Tensor captions = (*adapter_.to_captions_)(context_.tokens);    // [1 or B, A, caption]
    const TextKeys seen = transformer.look_at_text(captions, {});
    for (const auto& [block, layers] : adapter_.layers_)
        if (layers.concat && choice_.takes(block)) heard_text_.emplace(block, HeardText{seen.blocks[block], context_.bias, layers.concat->gain(context_)});
}

at::Tensor AudioListening::per_token(const at::Tensor& rows) const {
    return picked_rows(rows, context_.frame_of.flatten()).view({context_.frame_of.size(0), context_.frame_of.size(1), rows.size(1)});  // [., N, D]
}

void AudioListening::modulate_time(TokenTimes& times, at::Tensor& modulations) const {
    if (!modulation_.defined()) return;
    const std::int64_t heard = modulation_.size(0), batch = std::max(times.index.size(0), context_.frame_of.size(0));
    modulations = (modulations.unsqueeze(1) + modulation_.unsqueeze(0)).flatten(0, 1);       // [K R, 6, D]
    times.index = for_rows(times.index, batch) * heard + for_rows(context_.frame_of, batch);  // [1 or B, N]
}

at::Tensor AudioListening::after_self(std::size_t block, const at::Tensor& x) const {
    const auto found = added_.find(block);
    return found == added_.end() ? x : x + for_rows(per_token(found->second), x.size(0));  // [B, N, D]
}

const HeardText* AudioListening::beside_text(std::size_t block) const {
    const auto found = heard_text_.find(block);
    return found == heard_text_.end() ? nullptr : &found->second;
}

at::Tensor AudioListening::after_text(std::size_t block, const at::Tensor& x) const {
    const auto found = seen_.find(block);
    if (found == seen_.end()) return x;
    const std::int64_t rows = x.size(0);
    const at::Tensor heard = adapter_.layers_.at(block).cross->hear(x, for_rows(rotary_, rows), {as_rows(found->second.keys, rows), as_rows(found->second.values, rows)},
                                                                   for_rows(context_.bias, rows));          // [B, N, D]
    return at::addcmul(x, heard, for_rows(context_.gain, rows).to(x.scalar_type()));                 // [B, N, D]
}

}  // namespace chladni::ltx
