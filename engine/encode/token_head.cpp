#include "engine/encode/token_head.h"

#include "engine/encode/beat_features.h"

namespace chladni {

at::Tensor beat_columns(const AudioEncoderConfig& config, Seconds first, std::int64_t tokens, std::span<const double> beats_s) {
    const at::Tensor columns = at::zeros({tokens, static_cast<std::int64_t>(BeatFeatures::kCount)}, at::kFloat);  // [A, 5]
    auto out = columns.accessor<float, 2>();
    for (std::int64_t k = 0; k < tokens; ++k) {
        const auto values = BeatFeatures::at(first.value + (static_cast<double>(k) + 0.5) * config.token_s(), beats_s);
        for (std::size_t i = 0; i < values.size(); ++i) out[k][static_cast<std::int64_t>(i)] = values[i];
    }
    return columns;
}

AudioTokens plain_tokens(const at::Tensor& values, Seconds first, double step_s) {
    const at::Tensor plain = values.to(at::kCPU, at::kFloat).contiguous();  // [A, dim]
    AudioTokens tokens;
    tokens.dim = static_cast<std::size_t>(plain.size(1));
    tokens.values.assign(plain.const_data_ptr<float>(), plain.const_data_ptr<float>() + plain.numel());
    for (std::int64_t k = 0; k < plain.size(0); ++k) tokens.times_s.push_back(first.value + (static_cast<double>(k) + 0.5) * step_s);
    return tokens;
}

TokenHead::TokenHead(const AudioEncoderConfig& config, const OwnWeights& own, std::int64_t inputs) : config_(config) {
    const auto beats = static_cast<std::int64_t>(config.use_beat_features ? BeatFeatures::kCount : 0);
    own.build([&](const OwnWeights::Take& take) {
        projection_ = {take("projection.weight", {config.hidden_dim, inputs + beats}), take("projection.bias", {config.hidden_dim})};
        norm_ = take("norm.weight", {config.hidden_dim});
    });
}

TokenHead::TokenHead(const AudioEncoderConfig& config, const NamedTensors& weights)
    : config_(config), projection_{weights.at("projection.weight"), weights.at("projection.bias")}, norm_(weights.at("norm.weight")) {}

at::Tensor TokenHead::columns(const at::Tensor& means, Seconds first, std::span<const double> beats_s) const {
    if (!config_.use_beat_features) return means;
    return at::cat({means, beat_columns(config_, first, means.size(0), beats_s).to(means.device())}, 1);  // [A, inputs + 5]
}

at::Tensor TokenHead::operator()(const at::Tensor& columns) const {
    const at::Tensor joined = columns.to(norm_.device(), norm_.scalar_type());                        // [..., A, inputs + 5]
    return at::rms_norm(projection_(joined), {config_.hidden_dim}, norm_, kTokenNormEps);             // [..., A, hidden]
}

NamedTensors TokenHead::weights() const { return {{"projection.weight", projection_.weight}, {"projection.bias", projection_.bias}, {"norm.weight", norm_}}; }

}  // namespace chladni
