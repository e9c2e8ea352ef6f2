#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <vector>

#include "engine/ltx/attention.h"
#include "engine/ltx/audio_injection.h"
#include "engine/ltx/config_json.h"
#include "engine/ltx/transformer_config.h"

namespace chladni::ltx {

/// audio_adapter/config.json (contract: section 8).
struct AudioAdapterConfig {
    std::vector<std::size_t> layers;   ///< blocks that have an attn3
    std::optional<double> window_s;    ///< half the width of what a token hears; nothing: all of it
    std::int64_t audio_hidden_dim = 0;
    double rotary_theta = 10000.0;
    double rotary_span_s = 20.0;
};

AudioAdapterConfig load_audio_adapter_config(const ConfigJson& json, const TransformerConfig& transformer);

/// Sound as the adapter is given it.
struct AudioInput {
    at::Tensor tokens;  // [B, A, audio_hidden_dim]
    at::Tensor times;   // [A] seconds on the time axis of the video's coordinates, any order
    at::Tensor mask;    // [B, A] of 0 and 1, or undefined: all are heard
};

/// The layers that listen (attn3): cross-attention from the video to the sound around its time. Any thread, inference mode.
class AudioAdapter {
public:
    /// `folder`: audio_adapter/ of a model. Throws Error: what is missing or does not fit.
    static AudioAdapter load(const std::filesystem::path& folder, const TransformerConfig& transformer, at::Device device,
                             at::ScalarType dtype);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const AudioAdapterConfig& config, const TransformerConfig& transformer);

    const AudioAdapterConfig& config() const { return config_; }

    /// Whether block `block` has an attn3 that can be heard at all.
    bool can_hear(std::size_t block) const { return attention_.count(block) > 0 && !attention_.at(block).is_silent(); }

private:
    friend class AudioListening;
    AudioAdapter(Weights& from, const AudioAdapterConfig& config, const TransformerConfig& transformer);

    AudioAdapterConfig config_;
    std::int64_t width_;
    double eps_;
    at::ScalarType dtype_;
    at::Device device_;
    std::map<std::size_t, Attention> attention_;
};

}  // namespace chladni::ltx
