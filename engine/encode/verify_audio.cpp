#include "engine/encode/verify_audio.h"

#include <charconv>
#include <cmath>
#include <sstream>

#include "engine/base/check.h"
#include "engine/encode/clap_encoder.h"
#include "engine/encode/spectrogram_encoder.h"
#include "engine/encode/wav2vec2_encoder.h"
#include "engine/tensor/dtypes.h"
#include "engine/tensor/safetensors.h"

namespace chladni {

namespace {

constexpr double kLeastRate = 1000, kMostRate = 384000;

/// The waveform and the settings of a job.
class AudioInputs {
public:
    explicit AudioInputs(const VerifyAudioJob& job) : job_(job), file_(job.inputs), settings_(file_.metadata()) {
        for (const auto& [key, value] : job.settings) settings_[key] = value;
    }

    // [B, S] at `rate`, what is not a number silent; S > 0.
    at::Tensor waveform(int rate) const {
        require(file_.has("waveform"), "expected a tensor 'waveform' in '" + job_.inputs.string() + "', found none");
        const at::Tensor given = file_.tensor("waveform");
        const bool fits = given.dim() == 2 && given.numel() > 0 && given.is_floating_point();
        require(fits, "expected floating point of shape [B, S], neither 0, for tensor 'waveform' in '" + job_.inputs.string() + "', got " + text_of(given.sizes()));
        return resampled(at::nan_to_num(given.to(at::kFloat), 0.0, 0.0, 0.0).contiguous(), rate);
    }

    std::vector<double> numbers(const std::string& key, double min, double max) const {
        std::vector<double> list;
        const auto found = settings_.find(key);
        std::istringstream words(found == settings_.end() ? "" : found->second);
        for (std::string word; std::getline(words, word, ',');) {
            double value = 0;
            const auto result = std::from_chars(word.data(), word.data() + word.size(), value);
            const bool fits = result.ec == std::errc() && result.ptr == word.data() + word.size() && value >= min && value <= max;
            require(fits, "expected a number from " + std::to_string(min) + " to " + std::to_string(max) + " as '" + key + "' with '" + job_.inputs.string() + "', got '" + word + "'");
            list.push_back(value);
        }
        return list;
    }

    void check_length(const at::Tensor& waveform, std::int64_t least) const {
        require(waveform.size(1) >= least, "expected at least " + std::to_string(least) + " samples for the network to hear in tensor 'waveform' of '" + job_.inputs.string() +
                                               "', got " + std::to_string(waveform.size(1)));
    }

private:
    at::Tensor resampled(const at::Tensor& given, int rate) const {
        const std::vector<double> from = numbers("sample_rate", kLeastRate, kMostRate);
        if (from.empty() || from.front() == rate) return given;
        require(static_cast<bool>(job_.resample), "expected sample_rate " + std::to_string(rate) + ", the encoder's own, with '" + job_.inputs.string() +
                                                      "', got " + std::to_string(from.front()) + "; resample the waveform");
        std::vector<at::Tensor> rows;
        for (const at::Tensor& row : given.unbind()) {
            const std::vector<float> made = job_.resample({row.const_data_ptr<float>(), static_cast<std::size_t>(row.numel())}, from.front(), rate);
            rows.push_back(at::tensor(made, at::kFloat));  // [S']
        }
        require(rows.front().numel() > 0, "expected a sample at least at " + std::to_string(rate) + " Hz as tensor 'waveform' in '" + job_.inputs.string() + "', got none");
        return at::stack(rows);  // [B, S']
    }

    const VerifyAudioJob& job_;
    SafetensorsFile file_;
    Metadata settings_;
};

// As many tokens as the waveform is long.
std::int64_t tokens_in(const at::Tensor& waveform, const AudioEncoder& encoder) {
    const double frames = static_cast<double>(waveform.size(1)) / encoder.sample_rate() * encoder.config().frames_per_second;
    return static_cast<std::int64_t>(std::floor(frames + 1e-6)) / encoder.config().audio_context_frames;
}

// Features [B, T, d] pooled, each row by its own times.
at::Tensor tokens_of(const ClipEncoder& encoder, const at::Tensor& features, std::int64_t count, const std::function<FrameTrain(const at::Tensor&)>& train) {
    std::vector<at::Tensor> rows;
    for (const at::Tensor& row : features.unbind()) rows.push_back(encoder.tokens(pooled(train(row), 0.0, encoder.config().token_s(), count), Seconds{0}, {}));
    return at::stack(rows);  // [B, A, D]
}

NamedTensors verify_spectrogram(const SpectrogramEncoder& encoder, const AudioInputs& in) {
    const at::Tensor waveform = in.waveform(encoder.sample_rate());  // [B, S]
    const std::int64_t count = tokens_in(waveform, encoder);
    std::vector<at::Tensor> features, tokens;
    for (const at::Tensor& mono : waveform.unbind()) {
        features.push_back(encoder.features(mono, count));             // [T, d]
        tokens.push_back(encoder.tokens(features.back(), {}));         // [A, D]
    }
    return {{"features", at::stack(features)}, {"tokens", at::stack(tokens)}};
}

NamedTensors verify_clap(const ClapEncoder& encoder, const AudioInputs& in) {
    const at::Tensor waveform = in.waveform(encoder.sample_rate());  // [B, S]
    constexpr double kMost = 1e15;
    ClapLots lots;
    for (const double crop : in.numbers("crop", 0, kMost)) lots.crop = static_cast<std::int64_t>(crop);
    for (const double chunk : in.numbers("chunks", 0, kMost)) lots.chunks.push_back(static_cast<std::int64_t>(chunk));
    for (const double row : in.numbers("longer", 0, static_cast<double>(waveform.size(0) - 1))) lots.longer = static_cast<std::int64_t>(row);
    const ClapResult result = encoder.tower()(encoder.features()(waveform, lots));
    const auto train = [&](const at::Tensor& row) { return encoder.train_of(row, waveform.size(1), lots); };
    return {{"features", result.features}, {"embedding", result.embedding}, {"tokens", tokens_of(encoder, result.features, tokens_in(waveform, encoder), train)}};
}

NamedTensors verify_wav2vec2(const Wav2Vec2Encoder& encoder, const AudioInputs& in) {
    const at::Tensor waveform = in.waveform(encoder.sample_rate());  // [B, S]
    in.check_length(waveform, encoder.network().config().field());
    const at::Tensor features = encoder.network()(waveform);         // [B, T, D]
    const auto train = [&](const at::Tensor& row) { return encoder.train_of(row); };
    return {{"features", features}, {"tokens", tokens_of(encoder, features, tokens_in(waveform, encoder), train)}};
}

std::filesystem::path ears_of(const std::filesystem::path& model) {
    std::error_code ignored;
    return std::filesystem::is_directory(model / "audio_encoder", ignored) ? model / "audio_encoder" : model;
}

NamedTensors results_of(const AudioEncoder& encoder, const AudioInputs& in) {
    if (const auto* clap = dynamic_cast<const ClapEncoder*>(&encoder)) return verify_clap(*clap, in);
    if (const auto* wav2vec2 = dynamic_cast<const Wav2Vec2Encoder*>(&encoder)) return verify_wav2vec2(*wav2vec2, in);
    return verify_spectrogram(dynamic_cast<const SpectrogramEncoder&>(encoder), in);
}

}  // namespace

bool is_verifiable_audio(const std::string& component) {
    return component == "audio.spectrogram" || component == "audio.clap" || component == "audio.wav2vec2";
}

void verify_audio(const VerifyAudioJob& job) {
    if (!is_verifiable_audio(job.component)) throw UsageError("expected the component audio.spectrogram, audio.clap or audio.wav2vec2, got '" + job.component + "'");
    const c10::InferenceMode guard;
    const std::filesystem::path folder = ears_of(job.model);
    const std::string kind = job.component.substr(std::string("audio.").size()), has = load_audio_encoder_config(folder / "config.json").encoder_type;
    require(has == kind, "expected encoder_type '" + kind + "' in '" + (folder / "config.json").string() + "', got '" + has + "'");
    const AudioInputs inputs(job);
    NamedTensors results = results_of(*load_audio_encoder(folder, job.place), inputs);
    for (auto& [name, tensor] : results) tensor = tensor.to(at::kCPU, at::kFloat);
    write_safetensors(job.outputs, results);
}

}  // namespace chladni
