#include "engine/ltx/audio_cross_attention.h"

#include "engine/tensor/recorded_norm.h"

namespace chladni::ltx {

AudioCrossAttention::AudioCrossAttention(Weights& from, const std::string& block, const Shape& shape)
    : attention_(from, block + ".attn3", shape.attention),
      width_(shape.attention.width),
      norm_eps_(shape.norm_eps),
      silent_(is_zero_linear(from, block + ".attn3.to_out.0")) {}

at::Tensor AudioCrossAttention::hear(const at::Tensor& x, const at::Tensor& video_rotary, const KeysValues& seen, const at::Tensor& bias) const {
    const at::Tensor query = is_recorded(x) ? recorded_rms_norm(x, norm_eps_) : at::rms_norm(x, {width_}, {}, norm_eps_);  // [B, N, D]
    return attention_(query, video_rotary, seen, bias);                 // [B, N, D]
}

}  // namespace chladni::ltx
