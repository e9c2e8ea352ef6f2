#pragma once

#include <filesystem>

#include "engine/encode/log_mel.h"
#include "engine/encode/spectrogram_layers.h"
#include "engine/encode/token_head.h"

namespace chladni {

/// Audio tokens from a spectrogram. A token sees 16 slots of its own span, each with 32 log-mel bands and 3 bands of onset
/// flux, its loudness and where it lies between the beats; two linear layers, a convolution over its two neighbours and an
/// RMS norm make hidden_dim of it. Look-ahead past a token's end: the span of one token and half a window (16 ms).
class SpectrogramEncoder final : public ColumnEncoder {
public:
    static constexpr std::int64_t kSlots = 16;                          ///< per token
    static constexpr std::int64_t kPerSlot = LogMel::kBands + 3;        ///< log-mels and flux

    /// `folder` holds the configuration's weights, or none: then it starts from fixed ones. Throws Error.
    SpectrogramEncoder(AudioEncoderConfig config, const std::filesystem::path& folder, const EncoderPlace& place = {});

    const AudioEncoderConfig& config() const override { return config_; }
    int sample_rate() const override { return config_.sample_rate; }
    EncoderReach reach() const override { return {2 * config_.token_s() + LogMel::kWindow_s, config_.token_s() + LogMel::kWindow_s}; }
    EncodedSound hear(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames, bool return_features) override;

    at::Tensor columns(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames) override;
    std::int64_t neighbours() const override { return 1; }
    NamedTensors layer_weights() const override;
    std::unique_ptr<TokenLayers> layers_of(const NamedTensors& weights) const override;

    /// The intermediate features of `tokens` tokens: `mono` [S] whose sample 0 lies `lead_s` before the first -> [16 tokens, 35].
    at::Tensor features(const at::Tensor& mono, std::int64_t tokens, double lead_s = 0) const;

    /// `features` [16 A, 35], beats on the features' time -> [A, hidden_dim].
    at::Tensor tokens(const at::Tensor& features, std::span<const double> beats_s) const;

private:
    /// The features of a stretch that begins some tokens before the first one asked for, and the beats on its time.
    struct Stretch {
        at::Tensor features;  // [16 (before + A), 35]
        std::vector<double> beats_s;
        std::int64_t before = 0;
    };
    Stretch stretch(const SoundPiece& sound, Seconds first, std::int64_t count) const;
    std::int64_t inputs() const;
    at::Tensor columns_of(const at::Tensor& features, std::span<const double> beats_s) const;  // [A, inputs]

    AudioEncoderConfig config_;
    LogMel log_mel_;
    SpectrogramLayers layers_;
};

}  // namespace chladni
