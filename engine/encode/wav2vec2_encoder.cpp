#include "engine/encode/wav2vec2_encoder.h"

#include <algorithm>
#include <cmath>

#include "engine/encode/model_place.h"

namespace chladni {

namespace {

constexpr double kMemory_s = 10.0;  // of running statistics

// One pass over twenty seconds at most: its attention grows with the square, its first layer takes 7 MB a second. Live it goes
// on in windows of four seconds.
constexpr ClipHabits kHabits{20.0, 3.0, {3.0, 0.5}};

}  // namespace

std::unique_ptr<Wav2Vec2Encoder> Wav2Vec2Encoder::load(const AudioEncoderConfig& config, const std::filesystem::path& folder, const EncoderPlace& place) {
    const ModelPlace where(folder, config.wav2vec2_model_path, "wav2vec2_model_path", place);
    return std::unique_ptr<Wav2Vec2Encoder>(new Wav2Vec2Encoder(config, {folder, where.device, where.dtype}, Wav2Vec2Network::load(where.model, where.device, where.dtype)));
}

Wav2Vec2Encoder::Wav2Vec2Encoder(const AudioEncoderConfig& config, const OwnWeights& own, Wav2Vec2Network network)
    : ClipEncoder(config, kHabits, TokenHead(config, own, network.config().width)), network_(std::move(network)) {}

FrameTrain Wav2Vec2Encoder::frames(const at::Tensor& mono) const {
    const std::int64_t missing = std::max<std::int64_t>(0, network_.config().field() - mono.size(0));
    const at::Tensor sound = at::constant_pad_nd(mono, {0, missing}, 0).unsqueeze(0);  // [1, S]
    return train_of(network_(sound, running_.known() ? &running_ : nullptr)[0]);
}

FrameTrain Wav2Vec2Encoder::train_of(const at::Tensor& features) const {
    const double rate = sample_rate();
    return {features.to(at::kCPU, at::kFloat), 0.5 * static_cast<double>(network_.config().field()) / rate, static_cast<double>(network_.config().step()) / rate};
}

void Wav2Vec2Encoder::listen(std::span<const float> mono) {
    if (config().statistics != "running" || mono.empty()) return;
    const c10::InferenceMode guard;
    const auto size = static_cast<std::int64_t>(mono.size());
    running_.move_towards(network_.measure(heard_part(mono, 0, size).unsqueeze(0)), 1.0 - std::exp(-static_cast<double>(size) / (kMemory_s * sample_rate())));
}

}  // namespace chladni
