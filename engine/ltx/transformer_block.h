#pragma once

#include "engine/ltx/attention.h"
#include "engine/ltx/audio_injection.h"
#include "engine/ltx/modulation.h"
#include "engine/ltx/transformer_config.h"
#include "engine/tensor/attend.h"
#include "engine/tensor/row_norm.h"

namespace chladni::ltx {

/// What all blocks of one call share.
struct BlockContext {
    TokenTimes times;
    at::Tensor modulations;       // [K, 6, D]
    at::Tensor rotary;            // [B, N, D/2]
    at::Tensor text_bias;         // [B, 1, 1, T] or undefined
    const AudioInjection* audio;  // or none
    const SkipLayers* skip;       // or none
    // As the sound changes them; the same where it does not.
    TokenTimes heard_times;
    at::Tensor heard_modulations;  // [K', 6, D]
};

/// One block: attention to the video, to the text, to the sound, feed-forward (reference: LTXVideoTransformerBlock).
class TransformerBlock {
public:
    TransformerBlock(Weights& from, std::size_t number, const TransformerConfig& config);

    /// The text as this block sees it; [B, T, D] projected captions.
    KeysValues look_at_text(const at::Tensor& captions) const { return to_text_.look_at(captions, {}); }

    at::Tensor operator()(at::Tensor x, const KeysValues& text, const BlockContext& context) const;  // [B, N, D]

private:
    at::Tensor feed_forward(const at::Tensor& x) const { return down_(gelu_tanh(up_(x))); }  // [B, N, D]
    at::Tensor self_attention(const at::Tensor& h, const BlockContext& context) const;
    at::Tensor text_attention(const at::Tensor& x, const KeysValues& text, const BlockContext& context) const;
    at::Tensor run(at::Tensor x, const KeysValues& text, const BlockContext& context) const;

    std::size_t number_;
    double eps_;
    at::Tensor table_;  // [6, D], one added to the rows that scale
    Attention to_video_, to_text_;
    Linear up_, down_;
};

}  // namespace chladni::ltx
