#include "engine/encode/spectrogram_layers.h"

#include "engine/encode/token_head.h"

namespace chladni {

SpectrogramLayers::SpectrogramLayers(std::int64_t inputs, std::int64_t hidden, const OwnWeights::Take& take)
    : linear_1_{take("linear_1.weight", {kInner, inputs}), take("linear_1.bias", {kInner})},
      linear_2_{take("linear_2.weight", {kInner, kInner}), take("linear_2.bias", {kInner})},
      kernel_(take("conv.weight", {hidden, kInner, 3})),
      kernel_bias_(take("conv.bias", {hidden})),
      norm_(take("norm.weight", {hidden})) {}

SpectrogramLayers SpectrogramLayers::of(std::int64_t inputs, std::int64_t hidden, const NamedTensors& weights) {
    return build_from_tensors(weights, [&](Weights& from) {
        return SpectrogramLayers(inputs, hidden, [&](const std::string& name, const std::vector<std::int64_t>& shape) { return from.take(name, shape); });
    });
}

at::Tensor SpectrogramLayers::operator()(const at::Tensor& columns) const {
    const at::Tensor joined = columns.to(norm_.device(), norm_.scalar_type());                  // [B, A, inputs]
    const at::Tensor inner = linear_2_(at::gelu(linear_1_(joined)));                            // [B, A, 256]
    const at::Tensor mixed = at::conv1d(inner.transpose(1, 2), kernel_, kernel_bias_, 1, 1);    // [B, hidden, A]
    return at::rms_norm(mixed.transpose(1, 2), {norm_.size(0)}, norm_, kTokenNormEps);          // [B, A, hidden]
}

NamedTensors SpectrogramLayers::weights() const {
    return {{"linear_1.weight", linear_1_.weight}, {"linear_1.bias", linear_1_.bias}, {"linear_2.weight", linear_2_.weight}, {"linear_2.bias", linear_2_.bias},
            {"conv.weight", kernel_}, {"conv.bias", kernel_bias_}, {"norm.weight", norm_}};
}

}  // namespace chladni
