#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/encode/audio_encoder.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

/// The layers of an encoder that are trained with a model: they make tokens of what it knows of each token's span. Any thread.
class TokenLayers {
public:
    virtual ~TokenLayers() = default;

    /// `columns` [B, A, inputs] -> tokens [B, A, hidden_dim], in the dtype and on the device of the weights.
    virtual at::Tensor operator()(const at::Tensor& columns) const = 0;
};

/// An encoder as its trainer sees it.
class ColumnEncoder : public AudioEncoder {
public:
    /// What the layers read, [A, inputs] float32: those of the tokens that hear() would give.
    virtual at::Tensor columns(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames) = 0;

    /// How many tokens before a token change it by way of the layers.
    virtual std::int64_t neighbours() const = 0;

    /// The layers' weights, float32 on the CPU.
    virtual NamedTensors layer_weights() const = 0;

    /// The layers over other weights.
    virtual std::unique_ptr<TokenLayers> layers_of(const NamedTensors& weights) const = 0;
};

}  // namespace chladni
