#include "engine/ltx/audio_adapter.h"

#include <array>
#include <sstream>

#include "engine/base/check.h"

namespace chladni::ltx {

namespace {

constexpr std::array<std::pair<const char*, AudioMode>, 5> kAudioModes{{{"cross_attention", AudioMode::kCrossAttention},
                                                                        {"add", AudioMode::kAdd},
                                                                        {"gate", AudioMode::kGate},
                                                                        {"concat", AudioMode::kConcat},
                                                                        {"adaln", AudioMode::kAdaLn}}};

std::vector<std::size_t> listening_layers(const ConfigJson& json, std::int64_t count) {
    std::vector<std::size_t> layers;
    if (json.has("injection_layers"))
        for (const std::int64_t i : json.wholes("injection_layers", 0, count - 1)) layers.push_back(static_cast<std::size_t>(i));
    else
        for (std::int64_t i = 0; i < count; ++i) layers.push_back(static_cast<std::size_t>(i));
    return layers;
}

std::set<AudioMode> modes_of(const ConfigJson& json) {
    std::set<AudioMode> modes;
    try {
        modes = audio_modes_from(json.text("injection_mode", "cross_attention"));
    } catch (const Error&) {
        json.refuse("injection_mode", "cross_attention, add, gate, concat or adaln, or several joined by '+',");
    }
    if (json.truth("audio_adaln", false)) modes.insert(AudioMode::kAdaLn);
    return modes;
}

// Whether a layer is worth keeping: on the meta device all are, for they are only being checked.
template <typename Layer>
void drop_silent(std::optional<Layer>& layer) {
    if (layer && layer->is_silent()) layer.reset();
}

}  // namespace

std::set<AudioMode> audio_modes_from(const std::string& words) {
    std::set<AudioMode> modes;
    std::istringstream in(words);
    for (std::string word; std::getline(in, word, '+');) {
        const auto found = std::find_if(kAudioModes.begin(), kAudioModes.end(), [&](const auto& row) { return word == row.first; });
        require(found != kAudioModes.end(), "expected an injection mode cross_attention, add, gate, concat or adaln, or several joined by '+', got '" + word + "'");
        modes.insert(found->second);
    }
    require(!modes.empty(), "expected an injection mode, got none");
    return modes;
}

std::string words_of(const std::set<AudioMode>& modes) {
    std::string words;
    for (const auto& [word, mode] : kAudioModes)
        if (modes.count(mode)) words += (words.empty() ? "" : "+") + std::string(word);
    return words;
}

AudioAdapterConfig load_audio_adapter_config(const ConfigJson& json, const TransformerConfig& transformer) {
    AudioAdapterConfig config;
    config.modes = modes_of(json);
    config.layers = listening_layers(json, transformer.layers);
    if (json.has("window_s")) config.reach.window_s = json.number("window_s");
    if (config.reach.window_s && *config.reach.window_s < 0) json.refuse("window_s", "a number of seconds, 0 or more");
    config.reach.pool_s = json.number("pool_s", config.reach.pool_s);
    if (config.reach.pool_s < 0) json.refuse("pool_s", "a number of seconds, 0 or more");
    config.audio_hidden_dim = json.whole("audio_hidden_dim", 1, 1 << 20);
    config.rotary_theta = json.number("rotary_theta", config.rotary_theta);
    config.rotary_span_s = json.number("rotary_span_s", config.rotary_span_s);
    if (config.rotary_theta <= 1) json.refuse("rotary_theta", "a number above 1");
    if (config.rotary_span_s <= 0) json.refuse("rotary_span_s", "a positive number of seconds");
    return config;
}

AudioAdapter AudioAdapter::load(const std::filesystem::path& folder, const TransformerConfig& transformer, at::Device device,
                                at::ScalarType dtype) {
    const AudioAdapterConfig config = load_audio_adapter_config(folder / "config.json", transformer);
    return build_from_weights(folder, device, dtype, [&](Weights& from) { return AudioAdapter(from, config, transformer); });
}

AudioAdapter AudioAdapter::of(const AudioAdapterConfig& config, const TransformerConfig& transformer, const NamedTensors& weights) {
    return build_from_tensors(weights, [&](Weights& from) { return AudioAdapter(from, config, transformer); });
}

TensorShapes AudioAdapter::shapes(const AudioAdapterConfig& config, const TransformerConfig& transformer) {
    return shapes_of([&](Weights& from) { AudioAdapter(from, config, transformer); });
}

AudioAdapter::AudioAdapter(Weights& from, const AudioAdapterConfig& config, const TransformerConfig& transformer)
    : config_(config), width_(transformer.width()), dtype_(from.dtype()), device_(from.device()) {
    for (const std::size_t block : config.layers) layers_.emplace(block, layers_of(from, block, transformer));
    if (config.has(AudioMode::kConcat))
        to_captions_ = take_linear(from, "audio_concat.proj", config.audio_hidden_dim, transformer.caption_channels);
    if (config.has(AudioMode::kAdaLn)) modulation_.emplace(from, config.audio_hidden_dim, width_);
    drop_silent(modulation_);
}

AudioAdapter::Layers AudioAdapter::layers_of(Weights& from, std::size_t block, const TransformerConfig& transformer) const {
    const std::string name = "transformer_blocks." + std::to_string(block);
    const std::int64_t audio = config_.audio_hidden_dim;
    Layers layers;
    if (config_.has(AudioMode::kCrossAttention))
        layers.cross.emplace(from, name, AudioCrossAttention::Shape{{width_, transformer.heads, audio, true, true}, transformer.norm_eps});
    if (config_.has(AudioMode::kAdd)) layers.add.emplace(from, name, audio, width_);
    if (config_.has(AudioMode::kGate)) layers.gate.emplace(from, name, audio, width_);
    if (config_.has(AudioMode::kConcat)) layers.concat.emplace(from, name, width_);
    drop_silent(layers.cross);
    drop_silent(layers.add);
    drop_silent(layers.gate);
    drop_silent(layers.concat);
    return layers;
}

}  // namespace chladni::ltx
