#pragma once

#include <span>

#include "engine/encode/audio_encoder.h"
#include "engine/encode/own_weights.h"
#include "engine/encode/token_layers.h"
#include "engine/tensor/linear.h"

namespace chladni {

inline constexpr double kTokenNormEps = 1e-6;

/// Where tokens lie between the beats: [A, 5] float32, for tokens from `first` on; see BeatFeatures.
at::Tensor beat_columns(const AudioEncoderConfig& config, Seconds first, std::int64_t tokens, std::span<const double> beats_s);

/// Tokens as plain numbers; `values` [A, dim] on any device, token k at first + (k + 1/2) step.
AudioTokens plain_tokens(const at::Tensor& values, Seconds first, double step_s);

/// The last step of an encoder that has a network of its own: the mean of its frames over a token's span, beside it where it lies
/// between the beats, projected to the width of a token and normed.
class TokenHead final : public TokenLayers {
public:
    /// `inputs`: width of a frame. Keys: projection.{weight,bias}, norm.weight. Throws Error.
    TokenHead(const AudioEncoderConfig& config, const OwnWeights& own, std::int64_t inputs);
    TokenHead(const AudioEncoderConfig& config, const NamedTensors& weights);

    /// `means` [A, inputs], and beside them where each token lies between the beats: [A, columns].
    at::Tensor columns(const at::Tensor& means, Seconds first, std::span<const double> beats_s) const;
    at::Tensor operator()(const at::Tensor& columns) const override;
    NamedTensors weights() const;

private:
    AudioEncoderConfig config_;
    Linear projection_;
    at::Tensor norm_;  // [hidden]
};

}  // namespace chladni
