#pragma once

#include "engine/ltx/attention.h"
#include "engine/ltx/modulation.h"

namespace chladni::ltx {

/// Sound among the words of a block's attention to the text.
struct HeardText {
    KeysValues seen;   // [1 or B, heads, A, d] of the sound alone
    at::Tensor bias;   // [1 or B, 1, N, A]
    at::Tensor gain;   // [1 or B, N, D]: how much of the difference is added
};

/// What a block asks for the sound, for one call of the transformer.
class AudioInjection {
public:
    virtual ~AudioInjection() = default;

    /// What the sound makes of the noise level's modulations [K, 6, D], and which token has which of them then; once per
    /// call. Left as they are where it makes nothing of them.
    virtual void modulate_time(TokenTimes& times, at::Tensor& modulations) const = 0;
    /// Whether block `block` uses those.
    virtual bool modulates(std::size_t block) const = 0;

    /// Between the attention to the video and the one to the text: the stream with what block `block` hears. [B, N, D].
    virtual at::Tensor after_self(std::size_t block, const at::Tensor& x) const = 0;

    /// What stands beside the words; null for a block that reads words alone.
    virtual const HeardText* beside_text(std::size_t block) const = 0;

    /// Between the text's attention and the feed-forward. [B, N, D].
    virtual at::Tensor after_text(std::size_t block, const at::Tensor& x) const = 0;
};

}  // namespace chladni::ltx
