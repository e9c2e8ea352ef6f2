#include "engine/encode/spectrogram_encoder.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/encode/beat_features.h"
#include "engine/encode/fixed_weights.h"

namespace chladni {

namespace {

constexpr double kNormEps = 1e-6;
constexpr std::int64_t kLongest = 50'000'000;  // frames; three weeks

// Bass, middle, treble: the bands in which flux is summed.
constexpr std::int64_t kFluxEdges[] = {0, 8, 21, LogMel::kBands};

// The middles of n equal slots, in samples.
at::Tensor slot_centres(std::int64_t n, double slot_s, int rate) {
    return ((at::arange(n, at::kDouble) + 0.5) * (slot_s * rate)).round().to(at::kLong);  // [n]
}

// How much louder each third became since the slot before; the first slot follows silence that it does not count.
at::Tensor flux_of(const at::Tensor& mels) {
    const at::Tensor before = at::cat({mels.narrow(0, 0, 1), mels.narrow(0, 0, mels.size(0) - 1)});  // [n, 32]
    const at::Tensor rise = (mels - before).clamp_min(0);                                            // [n, 32]
    std::vector<at::Tensor> bands;
    for (std::size_t i = 0; i < 3; ++i) bands.push_back(rise.narrow(1, kFluxEdges[i], kFluxEdges[i + 1] - kFluxEdges[i]).mean(1));
    return at::stack(bands, 1);  // [n, 3]
}

bool holds_weights(const std::filesystem::path& folder) {
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(".safetensors") || name.ends_with(".safetensors.index.json")) return true;
    }
    return false;
}

// Tensors by name, from a file or made up: norms and the rest of deviation 1 / sqrt(inputs).
class Source {
public:
    explicit Source(Weights* weights) : weights_(weights) {}
    at::Tensor operator()(const std::string& name, std::vector<std::int64_t> shape) const {
        if (weights_) return weights_->take(name, shape);
        if (name == "norm.weight") return at::ones(shape);
        if (shape.size() == 1) return at::zeros(shape);
        double inputs = 1;
        for (std::size_t i = 1; i < shape.size(); ++i) inputs *= static_cast<double>(shape[i]);
        return fixed_tensor(name, shape, 1.0 / std::sqrt(inputs));
    }

private:
    Weights* weights_;
};

}  // namespace

SpectrogramEncoder::SpectrogramEncoder(AudioEncoderConfig config, const std::filesystem::path& folder)
    : config_(std::move(config)), log_mel_(config_.sample_rate) {
    const auto beats = static_cast<std::int64_t>(config_.use_beat_features ? BeatFeatures::kCount : 0);
    const std::int64_t inputs = kSlots * kPerSlot + beats + 1, hidden = config_.hidden_dim;
    const auto build = [&](const Source& take) {
        linear_1_ = {take("linear_1.weight", {kInner, inputs}), take("linear_1.bias", {kInner})};
        linear_2_ = {take("linear_2.weight", {kInner, kInner}), take("linear_2.bias", {kInner})};
        kernel_ = take("conv.weight", {hidden, kInner, 3});
        kernel_bias_ = take("conv.bias", {hidden});
        norm_ = take("norm.weight", {hidden});
    };
    if (!holds_weights(folder)) {
        build(Source(nullptr));
        return;
    }
    build_from_weights(folder, at::kCPU, at::kFloat, [&](Weights& from) {
        build(Source(&from));
        return 0;
    });
}

at::Tensor SpectrogramEncoder::features(const at::Tensor& mono, std::int64_t tokens) const {
    if (tokens == 0) return at::zeros({0, kPerSlot}, at::kFloat);
    const at::Tensor centres = slot_centres(tokens * kSlots, token_s() / static_cast<double>(kSlots), config_.sample_rate);  // [n]
    const at::Tensor heard = at::nan_to_num(mono.to(at::kFloat), 0.0, 0.0, 0.0);  // [S]
    const at::Tensor mels = log_mel_(heard, centres);                             // [n, 32]
    return at::cat({mels, flux_of(mels)}, 1);                                     // [n, 35]
}

at::Tensor SpectrogramEncoder::beat_columns(std::int64_t tokens, std::span<const double> beats_s) const {
    const at::Tensor columns = at::zeros({tokens, static_cast<std::int64_t>(BeatFeatures::kCount)}, at::kFloat);  // [A, 5]
    auto out = columns.accessor<float, 2>();
    for (std::int64_t k = 0; k < tokens; ++k) {
        const auto values = BeatFeatures::at((static_cast<double>(k) + 0.5) * token_s(), beats_s);
        for (std::size_t i = 0; i < values.size(); ++i) out[k][static_cast<std::int64_t>(i)] = values[i];
    }
    return columns;
}

at::Tensor SpectrogramEncoder::tokens(const at::Tensor& features, std::span<const double> beats_s) const {
    const std::int64_t count = features.size(0) / kSlots;
    if (count == 0) return at::zeros({0, config_.hidden_dim}, at::kFloat);
    const at::Tensor energy = features.narrow(1, 0, LogMel::kBands).mean(1).view({count, kSlots}).mean(1, true);  // [A, 1]
    std::vector<at::Tensor> columns{features.reshape({count, kSlots * kPerSlot}), energy};                        // [A, 560], [A, 1]
    if (config_.use_beat_features) columns.push_back(beat_columns(count, beats_s));                               // [A, 5]
    const at::Tensor inner = linear_2_(at::gelu(linear_1_(at::cat(columns, 1))));                                 // [A, 256]
    const at::Tensor joined = at::conv1d(inner.t().unsqueeze(0), kernel_, kernel_bias_, 1, 1);                    // [1, hidden, A]
    return at::rms_norm(joined[0].t(), {config_.hidden_dim}, norm_, kNormEps).contiguous();                       // [A, hidden]
}

AudioTokens SpectrogramEncoder::encode(std::span<const float> mono, Seconds start, std::int64_t num_video_frames,
                                       std::span<const double> beats_s) {
    require(num_video_frames >= 0 && num_video_frames <= kLongest,
            "expected 0 to " + std::to_string(kLongest) + " video frames to encode sound for, got " + std::to_string(num_video_frames));
    const c10::InferenceMode guard;
    const std::int64_t count = num_video_frames / config_.audio_context_frames;
    const at::Tensor sound = at::from_blob(const_cast<float*>(mono.data()), {static_cast<std::int64_t>(mono.size())}, at::kFloat);  // [S]
    std::vector<double> beats(beats_s.begin(), beats_s.end());
    for (double& beat : beats) beat -= start.value;
    const at::Tensor made = tokens(features(sound, count), beats);  // [A, hidden]
    AudioTokens result;
    result.dim = static_cast<std::size_t>(config_.hidden_dim);
    result.values.assign(made.data_ptr<float>(), made.data_ptr<float>() + made.numel());
    for (std::int64_t k = 0; k < count; ++k) result.times_s.push_back(start.value + (static_cast<double>(k) + 0.5) * token_s());
    return result;
}

}  // namespace chladni
