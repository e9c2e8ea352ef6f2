#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "engine/ltx/audio_cross_attention.h"
#include "engine/ltx/audio_layers.h"
#include "engine/base/config_json.h"
#include "engine/ltx/transformer_config.h"

namespace chladni::ltx {

/// Ways for the sound to come into the transformer (design: section 5). A model has one or several.
enum class AudioMode { kCrossAttention, kAdd, kGate, kConcat, kAdaLn };

/// "cross_attention", "add", "gate", "concat", "adaln", several joined by "+". Throws Error.
std::set<AudioMode> audio_modes_from(const std::string& words);
std::string words_of(const std::set<AudioMode>& modes);

/// audio_adapter/config.json (contract: section 8).
struct AudioAdapterConfig {
    std::set<AudioMode> modes;         ///< `injection_mode`, and `audio_adaln`
    std::vector<std::size_t> layers;   ///< blocks that listen
    AudioReach reach;
    std::int64_t audio_hidden_dim = 0;
    double rotary_theta = 10000.0;
    double rotary_span_s = 20.0;

    bool has(AudioMode mode) const { return modes.count(mode) > 0; }
};

AudioAdapterConfig load_audio_adapter_config(const ConfigJson& json, const TransformerConfig& transformer);

/// The layers that listen. Any thread, inference mode.
class AudioAdapter {
public:
    /// `folder`: audio_adapter/ of a model. Throws Error: what is missing or does not fit.
    static AudioAdapter load(const std::filesystem::path& folder, const TransformerConfig& transformer, at::Device device,
                             at::ScalarType dtype);
    /// Of weights in memory, to be trained.
    static AudioAdapter of(const AudioAdapterConfig& config, const TransformerConfig& transformer, const NamedTensors& weights);
    /// Of the weights that this configuration needs.
    static TensorShapes shapes(const AudioAdapterConfig& config, const TransformerConfig& transformer);

    const AudioAdapterConfig& config() const { return config_; }

    /// Whether block `block` has layers of its own that can be heard at all.
    bool can_hear(std::size_t block) const { return layers_.count(block) > 0 && layers_.at(block).any(); }

private:
    friend class AudioListening;

    /// What one block has; a mode that the model has not, or that is silent, is absent.
    struct Layers {
        std::optional<AudioCrossAttention> cross;
        std::optional<AudioAdd> add;
        std::optional<AudioGate> gate;
        std::optional<AudioConcat> concat;

        bool any() const { return cross || add || gate || concat; }
    };

    AudioAdapter(Weights& from, const AudioAdapterConfig& config, const TransformerConfig& transformer);
    Layers layers_of(Weights& from, std::size_t block, const TransformerConfig& transformer) const;

    AudioAdapterConfig config_;
    std::int64_t width_;
    at::ScalarType dtype_;
    at::Device device_;
    std::map<std::size_t, Layers> layers_;
    std::optional<Linear> to_captions_;  // concat's: audio -> caption width
    std::optional<AudioModulation> modulation_;
};

}  // namespace chladni::ltx
