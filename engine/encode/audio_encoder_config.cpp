#include "engine/base/check.h"
#include "engine/base/config_json.h"
#include "engine/encode/audio_encoder.h"

namespace chladni {

namespace {

// A number from min to max under `key`.
double number_in(const ConfigJson& json, const std::string& key, double fallback, double min, double max, const char* what) {
    const double value = json.number(key, fallback);
    if (!(value >= min && value <= max)) json.refuse(key, what);
    return value;
}

std::string word_of(const ConfigJson& json, const std::string& key, const std::string& fallback, std::initializer_list<std::string_view> known) {
    const std::string word = json.text(key, fallback);
    std::string list;
    for (const std::string_view other : known) {
        if (word == other) return word;
        list += (list.empty() ? "" : " or ") + std::string(other);
    }
    json.refuse(key, list);
}

}  // namespace

AudioEncoderConfig load_audio_encoder_config(const std::filesystem::path& config_json) {
    const ConfigJson json(config_json);
    AudioEncoderConfig config;
    config.encoder_type = word_of(json, "encoder_type", config.encoder_type, {"spectrogram", "clap", "wav2vec2"});
    config.sample_rate = static_cast<int>(json.whole("sample_rate", 4000, 192000, config.sample_rate));
    config.hidden_dim = json.whole("hidden_dim", 1, 65536, config.hidden_dim);
    config.use_beat_features = json.truth("use_beat_features", config.use_beat_features);
    config.frames_per_second = number_in(json, "frames_per_second", config.frames_per_second, 0.1, 1000.0, "a rate from 0.1 to 1000");
    config.audio_context_frames = static_cast<int>(json.whole("audio_context_frames", 1, 1000, config.audio_context_frames));
    config.clap_model_path = json.text("clap_model_path", "");
    config.wav2vec2_model_path = json.text("wav2vec2_model_path", "");
    config.statistics = word_of(json, "statistics", config.statistics, {"clip", "running"});
    return config;
}

}  // namespace chladni
