#pragma once

#include "engine/ltx/audio_context.h"
#include "engine/ltx/attention.h"

namespace chladni::ltx {

/// A block's attn3: cross-attention from the video to the sound around its time, after the text's and before the feed-forward
/// (contract: section 8).
class AudioCrossAttention {
public:
    struct Shape {
        Attention::Shape attention;
        double norm_eps = 1e-6;
    };
    AudioCrossAttention(Weights& from, const std::string& block, const Shape& shape);

    bool is_silent() const { return silent_; }

    /// One chunk's keys and values.
    KeysValues look_at(const AudioContext& context, const at::Tensor& audio_rotary) const { return attention_.look_at(context.tokens, audio_rotary); }

    /// [B, N, D] -> what is heard, [B, N, D].
    at::Tensor hear(const at::Tensor& x, const at::Tensor& video_rotary, const KeysValues& seen, const at::Tensor& bias) const;

private:
    Attention attention_;
    double norm_eps_;
    bool silent_;
};

}  // namespace chladni::ltx
