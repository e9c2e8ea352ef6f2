#pragma once

#include "engine/encode/layer_norm.h"
#include "engine/encode/wav2vec2_config.h"
#include "engine/encode/wav2vec2_statistics.h"

namespace chladni {

/// From the waveform to one vector every 20 ms: convolutions.
class Wav2Vec2Front {
public:
    Wav2Vec2Front(Weights& from, const Wav2Vec2Config& config);

    /// `waveform` [B, S], normalised -> [B, T, C]. `given` replaces what the group norm would measure; null: it measures.
    at::Tensor operator()(const at::Tensor& waveform, const Wav2Vec2Statistics* given) const;

    /// What the group norm measures, over all clips -> channel_mean and channel_variance; nothing without a group norm.
    void measure(const at::Tensor& waveform, Wav2Vec2Statistics& into) const;

private:
    struct Layer {
        at::Tensor kernel, bias;  // [out, in, k], [out] or undefined
        std::int64_t stride;
        LayerNorm norm;           // without weight: none
    };
    at::Tensor grouped(const at::Tensor& x, const Wav2Vec2Statistics* given) const;

    std::vector<Layer> layers_;
    bool group_norm_;
    Activation activation_;
};

}  // namespace chladni
