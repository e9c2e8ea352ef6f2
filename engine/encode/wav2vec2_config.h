#pragma once

#include <filesystem>
#include <vector>

#include "engine/encode/activation.h"

namespace chladni {

/// A wav2vec2 model's config.json, as far as it changes the result.
struct Wav2Vec2Config {
    std::vector<std::int64_t> channels{512, 512, 512, 512, 512, 512, 512};  ///< of the convolutions on the waveform
    std::vector<std::int64_t> kernels{10, 3, 3, 3, 3, 2, 2}, strides{5, 2, 2, 2, 2, 2, 2};
    bool conv_bias = false;
    bool group_norm = true;          ///< of the first convolution over the clip; else a layer norm in each
    std::int64_t width = 768, layers = 12, heads = 12, inner = 3072;
    std::int64_t place_kernel = 128, place_groups = 16;  ///< the convolution that tells places
    bool stable_norm = false;        ///< do_stable_layer_norm: norms before instead of after
    double norm_eps = 1e-5;
    Activation activation = nullptr, conv_activation = nullptr;

    std::int64_t step() const;       ///< samples from one frame to the next
    std::int64_t field() const;      ///< samples that a frame sees
    std::int64_t frames_of(std::int64_t samples) const;
};

/// Throws Error where it says nothing of the kind, or what no such network can be.
Wav2Vec2Config load_wav2vec2_config(const std::filesystem::path& config_json);

/// preprocessor_config.json of such a model.
struct Wav2Vec2Features {
    int sample_rate = 16000;
    bool normalize = true;           ///< each clip to mean 0 and deviation 1
};
Wav2Vec2Features load_wav2vec2_features(const std::filesystem::path& preprocessor_json);

}  // namespace chladni
