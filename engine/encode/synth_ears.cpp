#include "engine/encode/synth_ears.h"

#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/encode/clap_tower.h"
#include "engine/encode/fixed_weights.h"
#include "engine/encode/wav2vec2_network.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

namespace {

// What a weight is, by the end of its name; the first row that fits. No constant: random, of that deviation times what keeps
// signals as large as they are.
struct SynthRow {
    const char* ending;
    bool random;
    double value;
};

constexpr SynthRow kSynthRows[] = {
    {"batch_norm.running_mean", false, -40.0}, {"batch_norm.running_var", false, 400.0},  // decibels
    {"running_mean", false, 0.0}, {"running_var", false, 1.0},
    {"relative_position_bias_table", true, 1.0}, {"weight.original0", false, 1.0},
    {"norm.weight", false, 1.0}, {"layernorm_before.weight", false, 1.0}, {"layernorm_after.weight", false, 1.0},
    {"_att.1.weight", false, 1.0}, {"_att.2.weight", false, 1.0}, {"local_att.4.weight", false, 1.0}, {"_att.5.weight", false, 1.0},
    {".bias", false, 0.0}, {".weight", true, 1.0}, {"", true, 1.0},
};

at::Tensor synth_weight(const std::string& name, const std::vector<std::int64_t>& shape, std::uint64_t seed) {
    double inputs = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
    for (const SynthRow& row : kSynthRows) {
        if (!name.ends_with(row.ending) || (row.random && shape.size() < 2)) continue;
        if (!row.random) return at::full(shape, row.value, at::kFloat);
        return fixed_tensor(std::to_string(seed) + ":" + name, shape, row.value / std::sqrt(inputs));
    }
    return at::ones(shape, at::kFloat);
}

void write_network(const std::filesystem::path& folder, const OrderedJson& config, const OrderedJson& preprocessor, const std::function<TensorShapes()>& shapes,
                   std::uint64_t seed) {
    std::filesystem::create_directories(folder);
    write_file_atomically(folder / "config.json", config.dump(2) + "\n");
    write_file_atomically(folder / "preprocessor_config.json", preprocessor.dump(2) + "\n");
    NamedTensors weights;
    for (const auto& [name, shape] : shapes()) weights[name] = synth_weight(name, shape, seed);
    write_safetensors(folder / "model.safetensors", weights, {{"format", "pt"}});
}

OrderedJson clap_config(bool full_size) {
    OrderedJson config{{"architectures", {"ClapAudioModelWithProjection"}}, {"model_type", "clap_audio_model"}, {"enable_fusion", true}, {"fusion_type", "aff_2d"},
                       {"num_attention_heads", {4, 8, 16, 32}}, {"depths", {2, 2, 6, 2}}, {"patch_embeds_hidden_size", 96}, {"hidden_size", 768}, {"projection_dim", 512}};
    if (full_size) return config;
    config["num_attention_heads"] = {1, 2, 4, 8};
    config["depths"] = {2, 2, 2, 2};
    config["patch_embeds_hidden_size"] = 16;
    config["hidden_size"] = 128;
    config["projection_dim"] = 32;
    return config;
}

OrderedJson clap_preprocessor() {
    return {{"feature_extractor_type", "ClapFeatureExtractor"}, {"feature_size", 64}, {"sampling_rate", 48000}, {"hop_length", 480}, {"fft_window_size", 1024},
            {"frequency_min", 50}, {"frequency_max", 14000}, {"max_length_s", 10}, {"padding", "repeatpad"}, {"truncation", "fusion"}};
}

OrderedJson wav2vec2_config(bool full_size) {
    OrderedJson config{{"architectures", {"Wav2Vec2Model"}}, {"model_type", "wav2vec2"}, {"feat_extract_norm", "group"}, {"do_stable_layer_norm", false}};
    if (full_size) return config;
    config["conv_dim"] = OrderedJson(std::vector<int>(7, 32));
    config["hidden_size"] = 48;
    config["num_hidden_layers"] = 2;
    config["num_attention_heads"] = 4;
    config["intermediate_size"] = 96;
    return config;
}

OrderedJson wav2vec2_preprocessor() {
    return {{"feature_extractor_type", "Wav2Vec2FeatureExtractor"}, {"feature_size", 1}, {"sampling_rate", 16000}, {"do_normalize", true}};
}

}  // namespace

void synthesize_ears(const std::filesystem::path& folder, const EarsSynth& ears) {
    OrderedJson config{{"encoder_type", ears.kind},     {"sample_rate", 16000},       {"hidden_dim", ears.hidden_dim},
                       {"use_beat_features", true},     {"frames_per_second", 24.0}, {"audio_context_frames", 4}};
    const std::filesystem::path network = folder / ears.kind;
    if (ears.kind == "clap") {
        config["clap_model_path"] = ears.kind;
        write_network(network, clap_config(ears.full_size), clap_preprocessor(), [&] { return ClapTower::shapes(load_clap_config(network / "config.json")); }, ears.seed);
    } else if (ears.kind == "wav2vec2") {
        config["wav2vec2_model_path"] = ears.kind;
        write_network(network, wav2vec2_config(ears.full_size), wav2vec2_preprocessor(),
                      [&] { return Wav2Vec2Network::shapes(load_wav2vec2_config(network / "config.json")); }, ears.seed);
    } else if (ears.kind != "spectrogram") {
        throw UsageError("--encoder: expected spectrogram, clap or wav2vec2, got '" + ears.kind + "'");
    }
    std::filesystem::create_directories(folder);
    write_file_atomically(folder / "config.json", config.dump(2) + "\n");
}

}  // namespace chladni
