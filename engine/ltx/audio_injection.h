#pragma once

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// What a block asks for the sound, for one call of the transformer.
class AudioInjection {
public:
    virtual ~AudioInjection() = default;

    /// Between the text's attention and the feed-forward: the stream with what block `block` hears added. [B, N, D].
    virtual at::Tensor after_text(std::size_t block, const at::Tensor& x) const = 0;
};

}  // namespace chladni::ltx
