#pragma once

#include "engine/encode/wav2vec2_block.h"
#include "engine/encode/wav2vec2_front.h"

namespace chladni {

/// wav2vec2 without its heads: sound to a vector every 20 ms. Any thread, one at a time.
class Wav2Vec2Network {
public:
    /// A folder of transformers, of a model with or without a head. Throws Error.
    static Wav2Vec2Network load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype);

    /// What such a network takes from its files.
    static TensorShapes shapes(const Wav2Vec2Config& config);

    const Wav2Vec2Config& config() const { return config_; }
    const Wav2Vec2Features& features() const { return features_; }

    /// `waveform` [B, S] of at least config().field() samples, at the features' rate -> [B, T, D], transformers'
    /// last_hidden_state. `given`: statistics instead of the clips' own.
    at::Tensor operator()(const at::Tensor& waveform, const Wav2Vec2Statistics* given = nullptr) const;

    /// The statistics of these clips.
    Wav2Vec2Statistics measure(const at::Tensor& waveform) const;

private:
    Wav2Vec2Network(Weights& from, const Wav2Vec2Config& config);
    at::Tensor normalised(const at::Tensor& waveform, const Wav2Vec2Statistics* given) const;
    at::Tensor placed(const at::Tensor& x) const;

    Wav2Vec2Config config_;
    Wav2Vec2Features features_;
    at::Device device_;
    at::ScalarType dtype_;
    Wav2Vec2Front front_;
    LayerNorm front_norm_, norm_;
    Linear projection_;
    at::Tensor place_kernel_, place_bias_;  // [D, D / groups, K], [D]
    std::vector<Wav2Vec2Block> blocks_;
};

}  // namespace chladni
