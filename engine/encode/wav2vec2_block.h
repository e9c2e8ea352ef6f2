#pragma once

#include "engine/encode/layer_norm.h"
#include "engine/encode/wav2vec2_config.h"
#include "engine/tensor/linear.h"

namespace chladni {

/// One layer of wav2vec2's transformer: attention over the whole clip, then two linear layers; each with its norm after it, or
/// before it where the configuration says do_stable_layer_norm.
class Wav2Vec2Block {
public:
    Wav2Vec2Block(Weights& from, const Wav2Vec2Config& config, std::int64_t index);
    at::Tensor operator()(const at::Tensor& x) const;  // [B, T, D]

private:
    at::Tensor attended(const at::Tensor& x) const;
    at::Tensor fed(const at::Tensor& x) const;

    std::int64_t heads_;
    bool stable_norm_;
    Linear query_, key_, value_, out_, inner_, outer_;
    LayerNorm norm_, last_norm_;
    Activation activation_;
};

}  // namespace chladni
