#pragma once

#include "engine/encode/own_weights.h"
#include "engine/encode/token_layers.h"
#include "engine/tensor/linear.h"

namespace chladni {

/// Two linear layers, a convolution over a token's two neighbours, an RMS norm.
class SpectrogramLayers final : public TokenLayers {
public:
    static constexpr std::int64_t kInner = 256;  ///< width before the convolution

    SpectrogramLayers() = default;
    SpectrogramLayers(std::int64_t inputs, std::int64_t hidden, const OwnWeights::Take& take);
    static SpectrogramLayers of(std::int64_t inputs, std::int64_t hidden, const NamedTensors& weights);

    at::Tensor operator()(const at::Tensor& columns) const override;
    NamedTensors weights() const;

private:
    Linear linear_1_, linear_2_;
    at::Tensor kernel_, kernel_bias_;  // [hidden, 256, 3], [hidden]
    at::Tensor norm_;                  // [hidden]
};

}  // namespace chladni
