#include "engine/ltx/audio_layers.h"

namespace chladni::ltx {

AudioAdd::AudioAdd(Weights& from, const std::string& block, std::int64_t audio, std::int64_t width)
    : project_(take_linear(from, block + ".audio_add.proj", audio, width)), silent_(is_zero_linear(from, block + ".audio_add.proj")) {}

at::Tensor AudioAdd::added(const AudioContext& context) const {
    return project_(context.pooled) * context.frame_gain;  // [R, D]
}

AudioGate::AudioGate(Weights& from, const std::string& block, std::int64_t audio, std::int64_t width)
    : project_(take_linear(from, block + ".audio_gate.proj", audio, width)),
      gate_(take_linear(from, block + ".audio_gate.to_gate", audio + 1, width)),
      silent_(is_zero_linear(from, block + ".audio_gate.proj")) {}

at::Tensor AudioGate::added(const AudioContext& context) const {
    const at::Tensor told = at::cat({context.pooled, context.pooled_energy}, -1);             // [R, audio + 1]
    return at::sigmoid(gate_(told)) * project_(context.pooled) * context.frame_gain;          // [R, D]
}

AudioConcat::AudioConcat(Weights& from, const std::string& block, std::int64_t width)
    : gain_(from.take(block + ".audio_concat.gain", {width})), silent_(from.is_zero(block + ".audio_concat.gain")) {}

at::Tensor AudioConcat::gain(const AudioContext& context) const {
    return context.gain.to(gain_.scalar_type()) * gain_;  // [1 or B, N, D]
}

AudioModulation::AudioModulation(Weights& from, std::int64_t audio, std::int64_t width)
    : project_(take_linear(from, "audio_adaln.proj", audio, 6 * width)), silent_(is_zero_linear(from, "audio_adaln.proj")) {}

at::Tensor AudioModulation::added(const AudioContext& context) const {
    return (project_(at::silu(context.pooled)) * context.frame_gain).unflatten(-1, {6, -1});  // [R, 6, D]
}

}  // namespace chladni::ltx
