#include "engine/ltx/audio_cross_attention.h"

#include "engine/tensor/row_norm.h"

namespace chladni::ltx {

AudioCrossAttention::AudioCrossAttention(Weights& from, const std::string& block, const Shape& shape)
    : attention_(from, block + ".attn3", shape.attention),
      norm_eps_(shape.norm_eps),
      silent_(is_zero_linear(from, block + ".attn3.to_out.0")) {}

at::Tensor AudioCrossAttention::hear(const at::Tensor& x, const at::Tensor& video_rotary, const KeysValues& seen, const at::Tensor& bias) const {
    const at::Tensor query = rms_norm_plain(x, norm_eps_);  // [B, N, D]
    return attention_(query, video_rotary, seen, bias);                 // [B, N, D]
}

}  // namespace chladni::ltx
