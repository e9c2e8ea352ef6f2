#include "engine/encode/wav2vec2_network.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"

namespace chladni {

namespace {

constexpr double kVarianceEps = 1e-7;
const std::string kPlace = "encoder.pos_conv_embed.conv.";
const std::string kNewNorm = kPlace + "parametrizations.weight.original";

// Heads of transformers' models, and what only training needs.
constexpr std::array kHeads{"masked_spec_embed", "lm_head.", "quantizer.", "project_q.", "project_hid.", "classifier.", "projector.",
                            "layer_weights", "tdnn.", "objective.", "adapter_head.", "ctc_proj."};

// Names without the prefix, the positional weight norm's under their new names; nothing for heads.
std::optional<std::string> network_name(const std::string& stored) {
    const std::string prefix = "wav2vec2.";
    const std::string name = stored.starts_with(prefix) ? stored.substr(prefix.size()) : stored;
    if (std::ranges::any_of(kHeads, [&](const char* head) { return name.starts_with(head); })) return std::nullopt;
    if (name == kPlace + "weight_g") return kNewNorm + "0";
    if (name == kPlace + "weight_v") return kNewNorm + "1";
    return name;
}

// Directions v and lengths g by place in the kernel: each slice over the channels is as long as its g.
at::Tensor weight_of(Weights& from, const Wav2Vec2Config& config) {
    const std::int64_t in = config.width / config.place_groups, k = config.place_kernel;
    if (from.has(kPlace + "weight") && !from.has(kNewNorm + "0")) return from.take(kPlace + "weight", {config.width, in, k});
    const at::Tensor length = from.take_float(kNewNorm + "0", {1, 1, k});              // [1, 1, K]
    const at::Tensor direction = from.take_float(kNewNorm + "1", {config.width, in, k});  // [D, D / groups, K]
    return (direction * (length / direction.square().sum(at::IntArrayRef({0, 1}), true).sqrt())).to(from.dtype());  // [D, D / groups, K]
}

}  // namespace

Wav2Vec2Network Wav2Vec2Network::load(const std::filesystem::path& folder, at::Device device, at::ScalarType dtype) {
    const Wav2Vec2Config config = load_wav2vec2_config(folder / "config.json");
    const Wav2Vec2Features features = load_wav2vec2_features(folder / "preprocessor_config.json");
    Wav2Vec2Network network = build_from_weights({folder, network_name}, device, dtype, [&](Weights& from) { return Wav2Vec2Network(from, config); });
    network.features_ = features;
    return network;
}

TensorShapes Wav2Vec2Network::shapes(const Wav2Vec2Config& config) {
    return shapes_of([&](Weights& from) { return Wav2Vec2Network(from, config); });
}

Wav2Vec2Network::Wav2Vec2Network(Weights& from, const Wav2Vec2Config& config)
    : config_(config), device_(from.device()), dtype_(from.dtype()), front_(from, config) {
    const std::int64_t channels = config.channels.back(), width = config.width;
    front_norm_ = take_layer_norm(from, "feature_projection.layer_norm", channels, config.norm_eps);
    projection_ = take_linear(from, "feature_projection.projection", channels, width);
    place_kernel_ = weight_of(from, config);
    place_bias_ = from.take(kPlace + "bias", {width});
    norm_ = take_layer_norm(from, "encoder.layer_norm", width, config.norm_eps);
    for (std::int64_t i = 0; i < config.layers; ++i) blocks_.emplace_back(from, config, i);
}

at::Tensor Wav2Vec2Network::normalised(const at::Tensor& waveform, const Wav2Vec2Statistics* given) const {
    if (!features_.normalize) return waveform;
    if (given) return (waveform - given->mean) / std::sqrt(given->variance + kVarianceEps);  // [B, S]
    const at::Tensor mean = waveform.mean(1, true);                                          // [B, 1]
    const at::Tensor variance = (waveform - mean).square().mean(1, true);                    // [B, 1]
    return (waveform - mean) / (variance + kVarianceEps).sqrt();                             // [B, S]
}

Wav2Vec2Statistics Wav2Vec2Network::measure(const at::Tensor& waveform) const {
    Wav2Vec2Statistics measured;
    const at::Tensor sound = waveform.to(device_, at::kFloat);  // [B, S]
    measured.mean = sound.mean().item<double>();
    measured.variance = (sound - measured.mean).square().mean().item<double>();
    if (sound.size(1) >= config_.kernels.front()) front_.measure(normalised(sound, &measured).to(dtype_), measured);
    return measured;
}

// What the neighbourhood says of a place, added.
at::Tensor Wav2Vec2Network::placed(const at::Tensor& x) const {
    const std::int64_t k = config_.place_kernel;
    const at::Tensor around = at::conv1d(x.transpose(1, 2), place_kernel_, place_bias_, 1, k / 2, 1, config_.place_groups);  // [B, D, T or T + 1]
    return x + config_.conv_activation(around.narrow(2, 0, x.size(1))).transpose(1, 2);                                      // [B, T, D]
}

at::Tensor Wav2Vec2Network::operator()(const at::Tensor& waveform, const Wav2Vec2Statistics* given) const {
    const std::int64_t least = config_.field();
    require(waveform.size(1) >= least, "expected at least " + std::to_string(least) + " samples for wav2vec2 to hear, got " + std::to_string(waveform.size(1)));
    const at::Tensor sound = normalised(waveform.to(device_, at::kFloat), given).to(dtype_);  // [B, S]
    at::Tensor x = placed(projection_(front_norm_(front_(sound, given))));                    // [B, T, D]
    if (!config_.stable_norm) x = norm_(x);                                                   // [B, T, D]
    for (const Wav2Vec2Block& block : blocks_) x = block(x);                                  // [B, T, D]
    return config_.stable_norm ? norm_(x) : x;                                                // [B, T, D]
}

}  // namespace chladni
