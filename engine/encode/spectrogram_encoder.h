#pragma once

#include <filesystem>

#include "engine/encode/audio_encoder.h"
#include "engine/encode/log_mel.h"
#include "engine/tensor/linear.h"

namespace chladni {

/// Audio tokens from a spectrogram. A token sees 16 slots of its own span, each with 32 log-mel bands and 3 bands of onset
/// flux, its loudness and where it lies between the beats; two linear layers, a convolution over its two neighbours and an
/// RMS norm make hidden_dim of it. Look-ahead past a token's end: the span of one token and half a window (16 ms).
class SpectrogramEncoder final : public AudioEncoder {
public:
    static constexpr std::int64_t kSlots = 16;                          ///< per token
    static constexpr std::int64_t kPerSlot = LogMel::kBands + 3;        ///< log-mels and flux
    static constexpr std::int64_t kInner = 256;                         ///< width before the convolution

    /// `folder` holds the configuration's weights, or none: then it starts from fixed ones. Throws Error.
    SpectrogramEncoder(AudioEncoderConfig config, const std::filesystem::path& folder);

    const AudioEncoderConfig& config() const override { return config_; }
    AudioTokens encode(std::span<const float> mono, Seconds start, std::int64_t num_video_frames,
                       std::span<const double> beats_s) override;

    /// The intermediate features of `tokens` tokens: `mono` [S] -> [16 tokens, 35].
    at::Tensor features(const at::Tensor& mono, std::int64_t tokens) const;

    /// `features` [16 A, 35], beats on the features' time -> [A, hidden_dim].
    at::Tensor tokens(const at::Tensor& features, std::span<const double> beats_s) const;

private:
    double token_s() const { return config_.audio_context_frames / config_.frames_per_second; }
    at::Tensor beat_columns(std::int64_t tokens, std::span<const double> beats_s) const;

    AudioEncoderConfig config_;
    LogMel log_mel_;
    Linear linear_1_, linear_2_;
    at::Tensor kernel_, kernel_bias_;  // [hidden, 256, 3], [hidden]
    at::Tensor norm_;                  // [hidden]
};

}  // namespace chladni
