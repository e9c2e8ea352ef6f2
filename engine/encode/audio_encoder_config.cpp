#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/encode/audio_encoder.h"

namespace chladni {

namespace {

// The value under `key`, or `fallback` where there is none; refused where `fits` says no.
template <typename Value, typename Fits>
Value setting(const Json& json, const std::filesystem::path& file, const char* key, Value fallback, const char* what, Fits fits) {
    const auto found = json.find(key);
    if (found == json.end() || found->is_null()) return fallback;
    if (!fits(*found)) {
        const std::string came = found->dump(-1, ' ', false, Json::error_handler_t::replace).substr(0, 80);
        throw Error(std::string("expected ") + what + " as '" + key + "' in '" + file.string() + "', got " + came);
    }
    return found->get<Value>();
}

auto whole_in(std::int64_t min, std::int64_t max) {
    return [=](const Json& v) {
        return v.is_number_integer() && v.get<double>() >= static_cast<double>(min) && v.get<double>() <= static_cast<double>(max);
    };
}

bool is_text(const Json& value) { return value.is_string(); }
bool is_truth(const Json& value) { return value.is_boolean(); }
bool is_rate(const Json& value) { return value.is_number() && value.get<double>() >= 0.1 && value.get<double>() <= 1000.0; }
bool is_kind(const Json& value) { return value == "spectrogram" || value == "clap" || value == "wav2vec2"; }

}  // namespace

AudioEncoderConfig load_audio_encoder_config(const std::filesystem::path& config_json) {
    const Json json = parse_shallow(read_text_file(config_json, 1u << 20));
    require(json.is_object(), "expected a JSON object in '" + config_json.string() + "', got something else");
    const auto get = [&](const char* key, auto fallback, const char* what, auto fits) {
        return setting(json, config_json, key, fallback, what, fits);
    };
    AudioEncoderConfig config;
    config.encoder_type = get("encoder_type", config.encoder_type, "spectrogram, clap or wav2vec2", is_kind);
    config.sample_rate = get("sample_rate", config.sample_rate, "a rate from 4000 to 192000 Hz", whole_in(4000, 192000));
    config.hidden_dim = get("hidden_dim", config.hidden_dim, "a width from 1 to 65536", whole_in(1, 65536));
    config.use_beat_features = get("use_beat_features", config.use_beat_features, "true or false", is_truth);
    config.frames_per_second = get("frames_per_second", config.frames_per_second, "a rate from 0.1 to 1000", is_rate);
    config.audio_context_frames = get("audio_context_frames", config.audio_context_frames, "1 to 1000 frames", whole_in(1, 1000));
    config.clap_model_path = get("clap_model_path", config.clap_model_path, "a folder", is_text);
    config.wav2vec2_model_path = get("wav2vec2_model_path", config.wav2vec2_model_path, "a folder", is_text);
    return config;
}

}  // namespace chladni
