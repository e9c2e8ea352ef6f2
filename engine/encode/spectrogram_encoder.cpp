#include "engine/encode/spectrogram_encoder.h"

#include <algorithm>
#include <cmath>

#include "engine/encode/beat_features.h"
#include "engine/encode/clip_encoder.h"
#include "engine/tensor/device.h"

namespace chladni {

namespace {

constexpr std::int64_t kNeighbours = 2;  // tokens before the first whose sound changes it: one by the convolution, one by its flux

// Bass, middle, treble: the bands in which flux is summed.
constexpr std::int64_t kFluxEdges[] = {0, 8, 21, LogMel::kBands};

// The middles of n equal slots, in samples.
at::Tensor slot_centres(std::int64_t n, double slot_s, double lead_s, int rate) {
    return ((at::arange(n, at::kDouble) + 0.5) * (slot_s * rate) + (lead_s * rate + 1e-6)).round().to(at::kLong);  // [n]
}

// How much louder each third became since the slot before; the first slot follows silence that it does not count.
at::Tensor flux_of(const at::Tensor& mels) {
    const at::Tensor before = at::cat({mels.narrow(0, 0, 1), mels.narrow(0, 0, mels.size(0) - 1)});  // [n, 32]
    const at::Tensor rise = (mels - before).clamp_min(0);                                            // [n, 32]
    std::vector<at::Tensor> bands;
    for (std::size_t i = 0; i < 3; ++i) bands.push_back(rise.narrow(1, kFluxEdges[i], kFluxEdges[i + 1] - kFluxEdges[i]).mean(1));
    return at::stack(bands, 1);  // [n, 3]
}

}  // namespace

SpectrogramEncoder::SpectrogramEncoder(AudioEncoderConfig config, const std::filesystem::path& folder, const EncoderPlace& place)
    : config_(std::move(config)), log_mel_(config_.sample_rate) {
    const at::Device device = device_from(place.device);
    OwnWeights(folder, device, dtype_from(place.dtype, device)).build([&](const OwnWeights::Take& take) { layers_ = SpectrogramLayers(inputs(), config_.hidden_dim, take); });
}

std::int64_t SpectrogramEncoder::inputs() const {
    return kSlots * kPerSlot + 1 + static_cast<std::int64_t>(config_.use_beat_features ? BeatFeatures::kCount : 0);
}

at::Tensor SpectrogramEncoder::features(const at::Tensor& mono, std::int64_t tokens, double lead_s) const {
    if (tokens == 0) return at::zeros({0, kPerSlot}, at::kFloat);
    const double slot_s = config_.token_s() / static_cast<double>(kSlots);
    const at::Tensor centres = slot_centres(tokens * kSlots, slot_s, lead_s, config_.sample_rate);  // [n]
    const at::Tensor heard = at::nan_to_num(mono.to(at::kFloat), 0.0, 0.0, 0.0);                    // [S]
    const at::Tensor mels = log_mel_(heard, centres);                                               // [n, 32]
    return at::cat({mels, flux_of(mels)}, 1);                                                       // [n, 35]
}

at::Tensor SpectrogramEncoder::columns_of(const at::Tensor& features, std::span<const double> beats_s) const {
    const std::int64_t count = features.size(0) / kSlots;
    const at::Tensor energy = features.narrow(1, 0, LogMel::kBands).mean(1).view({count, kSlots}).mean(1, true);  // [A, 1]
    std::vector<at::Tensor> columns{features.reshape({count, kSlots * kPerSlot}), energy};                        // [A, 560], [A, 1]
    if (config_.use_beat_features) columns.push_back(beat_columns(config_, Seconds{0}, count, beats_s));          // [A, 5]
    return at::cat(columns, 1);                                                                                   // [A, 566]
}

at::Tensor SpectrogramEncoder::tokens(const at::Tensor& features, std::span<const double> beats_s) const {
    if (features.size(0) < kSlots) return at::zeros({0, config_.hidden_dim}, at::kFloat);
    return layers_(columns_of(features, beats_s).unsqueeze(0))[0].to(at::kCPU, at::kFloat).contiguous();  // [A, hidden]
}

SpectrogramEncoder::Stretch SpectrogramEncoder::stretch(const SoundPiece& sound, Seconds first, std::int64_t count) const {
    const at::Tensor mono = at::from_blob(const_cast<float*>(sound.mono.data()), {static_cast<std::int64_t>(sound.mono.size())}, at::kFloat);  // [S]
    if (count == 0) return {features(mono, 0), {}, 0};
    const double lead_s = first.value - sound.start.value, token_s = config_.token_s();
    const std::int64_t before = std::clamp(static_cast<std::int64_t>(std::floor(lead_s / token_s + 1e-6)), std::int64_t{0}, kNeighbours);
    const double begin_s = first.value - static_cast<double>(before) * token_s;
    std::vector<double> beats(sound.beats_s.begin(), sound.beats_s.end());
    for (double& beat : beats) beat -= begin_s;
    return {features(mono, before + count, begin_s - sound.start.value), std::move(beats), before};
}

EncodedSound SpectrogramEncoder::hear(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames, bool return_features) {
    check_frames(num_video_frames, config_);
    const c10::InferenceMode guard;
    const std::int64_t count = num_video_frames / config_.audio_context_frames;
    const double token_s = config_.token_s();
    const Stretch heard = stretch(sound, first, count);
    const at::Tensor made = tokens(heard.features, heard.beats_s);                                    // [before + A, hidden]
    EncodedSound result{plain_tokens(made.narrow(0, heard.before, count), first, token_s), {}};
    if (return_features) result.features = plain_tokens(heard.features.slice(0, heard.before * kSlots), first, token_s / static_cast<double>(kSlots));
    return result;
}

at::Tensor SpectrogramEncoder::columns(const SoundPiece& sound, Seconds first, std::int64_t num_video_frames) {
    check_frames(num_video_frames, config_);
    const std::int64_t count = num_video_frames / config_.audio_context_frames;
    const Stretch heard = stretch(sound, first, count);
    if (count == 0) return at::zeros({0, inputs()}, at::kFloat);
    return columns_of(heard.features, heard.beats_s).narrow(0, heard.before, count).contiguous();  // [A, inputs]
}

NamedTensors SpectrogramEncoder::layer_weights() const {
    NamedTensors plain;
    for (const auto& [name, weight] : layers_.weights()) plain[name] = weight.to(at::kCPU, at::kFloat);
    return plain;
}

std::unique_ptr<TokenLayers> SpectrogramEncoder::layers_of(const NamedTensors& weights) const {
    return std::make_unique<SpectrogramLayers>(SpectrogramLayers::of(inputs(), config_.hidden_dim, weights));
}

}  // namespace chladni
