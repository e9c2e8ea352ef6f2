#include "engine/encode/wav2vec2_front.h"

namespace chladni {

namespace {

constexpr double kFrontNormEps = 1e-5;

}  // namespace

Wav2Vec2Front::Wav2Vec2Front(Weights& from, const Wav2Vec2Config& config) : group_norm_(config.group_norm), activation_(config.conv_activation) {
    std::int64_t in = 1;
    for (std::size_t i = 0; i < config.channels.size(); ++i) {
        const std::string name = "feature_extractor.conv_layers." + std::to_string(i) + ".";
        const std::int64_t out = config.channels[i];
        Layer layer{from.take(name + "conv.weight", {out, in, config.kernels[i]}), {}, config.strides[i], {}};
        if (config.conv_bias) layer.bias = from.take(name + "conv.bias", {out});
        if (i == 0 || !group_norm_) layer.norm = take_layer_norm(from, name + "layer_norm", out, kFrontNormEps);
        layers_.push_back(std::move(layer));
        in = out;
    }
}

// Each channel over the clip.
at::Tensor Wav2Vec2Front::grouped(const at::Tensor& x, const Wav2Vec2Statistics* given) const {
    const LayerNorm& norm = layers_.front().norm;
    if (!given) return at::group_norm(x, x.size(1), norm.weight, norm.bias, norm.eps);                       // [B, C, T]
    const at::Tensor factor = norm.weight * (given->channel_variance + norm.eps).rsqrt().to(x.scalar_type());  // [C]
    const at::Tensor shift = norm.bias - given->channel_mean.to(x.scalar_type()) * factor;                     // [C]
    return x * factor.view({1, -1, 1}) + shift.view({1, -1, 1});                                               // [B, C, T]
}

at::Tensor Wav2Vec2Front::operator()(const at::Tensor& waveform, const Wav2Vec2Statistics* given) const {
    at::Tensor x = waveform.unsqueeze(1);                                             // [B, 1, S]
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const Layer& layer = layers_[i];
        x = at::conv1d(x, layer.kernel, layer.bias, layer.stride);                    // [B, C, T]
        if (i == 0 && group_norm_) x = grouped(x, given);                             // [B, C, T]
        if (!group_norm_) x = layer.norm(x.transpose(1, 2)).transpose(1, 2);          // [B, C, T]
        x = activation_(x);                                                           // [B, C, T]
    }
    return x.transpose(1, 2);                                                         // [B, T, C]
}

void Wav2Vec2Front::measure(const at::Tensor& waveform, Wav2Vec2Statistics& into) const {
    if (!group_norm_) return;
    const Layer& first = layers_.front();
    const at::Tensor x = at::conv1d(waveform.unsqueeze(1), first.kernel, first.bias, first.stride).to(at::kFloat);  // [B, C, T]
    into.channel_mean = x.mean(at::IntArrayRef({0, 2}));                                                // [C]
    into.channel_variance = (x - into.channel_mean.view({1, -1, 1})).square().mean(at::IntArrayRef({0, 2}));  // [C]
}

}  // namespace chladni
