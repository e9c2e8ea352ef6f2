#include "engine/encode/verify_audio.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/encode/spectrogram_encoder.h"
#include "engine/tensor/dtypes.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

namespace {

at::Tensor waveform_of(const SafetensorsFile& file) {
    require(file.has("waveform"), "expected a tensor 'waveform' in '" + file.path().string() + "', found none");
    const at::Tensor waveform = file.tensor("waveform");
    const bool fits = waveform.dim() == 2 && waveform.size(0) > 0 && waveform.is_floating_point();
    require(fits, "expected floating point of shape [B, S] for tensor 'waveform' in '" + file.path().string() + "', got " +
                      text_of(waveform.sizes()));
    return waveform.to(at::kFloat);  // [B, S]
}

void check_rate(const SafetensorsFile& file, const std::map<std::string, std::string>& settings, int rate) {
    const auto given = settings.find("sample_rate");
    const auto stored = file.metadata().find("sample_rate");
    const std::string word = given != settings.end() ? given->second : stored != file.metadata().end() ? stored->second : "";
    if (word.empty()) return;
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    require(*end == 0 && value == rate, "expected sample_rate " + std::to_string(rate) + ", the encoder's own, with '" +
                                            file.path().string() + "', got '" + word + "'; resample the waveform");
}

// As many tokens as the waveform is long.
std::int64_t tokens_in(std::int64_t samples, const AudioEncoderConfig& config) {
    const double frames = static_cast<double>(samples) / config.sample_rate * config.frames_per_second;
    return static_cast<std::int64_t>(std::floor(frames + 1e-6)) / config.audio_context_frames;
}

}  // namespace

bool is_verifiable_audio(const std::string& component) { return component == "audio.spectrogram"; }

void verify_audio(const std::filesystem::path& model, const std::string& component, const std::filesystem::path& inputs,
                  const std::filesystem::path& outputs, const std::map<std::string, std::string>& settings) {
    if (!is_verifiable_audio(component)) throw UsageError("expected the component audio.spectrogram, got '" + component + "'");
    const c10::InferenceMode guard;
    const std::filesystem::path folder = model / "audio_encoder";
    AudioEncoderConfig config = load_audio_encoder_config(folder / "config.json");
    require(config.encoder_type == "spectrogram",
            "expected encoder_type 'spectrogram' in '" + (folder / "config.json").string() + "', got '" + config.encoder_type + "'");
    const SpectrogramEncoder encoder(std::move(config), folder);
    const SafetensorsFile file(inputs);
    check_rate(file, settings, encoder.config().sample_rate);
    const at::Tensor waveform = waveform_of(file);  // [B, S]
    const std::int64_t count = tokens_in(waveform.size(1), encoder.config());
    std::vector<at::Tensor> features, tokens;
    for (const at::Tensor& mono : waveform.unbind()) {
        features.push_back(encoder.features(mono, count));             // [T, d]
        tokens.push_back(encoder.tokens(features.back(), {}));         // [A, D]
    }
    write_safetensors(outputs, {{"features", at::stack(features)}, {"tokens", at::stack(tokens)}});
}

}  // namespace chladni
