#include "engine/ltx/attention.h"

#include "engine/tensor/attend.h"
#include "engine/tensor/row_norm.h"

namespace chladni::ltx {

namespace {

constexpr double kQkNormEps = 1e-5;

}  // namespace

Attention::Attention(Weights& from, const std::string& name, const Shape& shape)
    : heads_(shape.heads),
      to_q_(take_linear(from, name + ".to_q", shape.width, shape.width, shape.bias)),
      to_k_(take_linear(from, name + ".to_k", shape.context, shape.width, shape.bias)),
      to_v_(take_linear(from, name + ".to_v", shape.context, shape.width, shape.bias)),
      to_out_(take_linear(from, name + ".to_out.0", shape.width, shape.width, shape.out_bias)),
      norm_q_(from.take(name + ".norm_q.weight", {shape.width})),
      norm_k_(from.take(name + ".norm_k.weight", {shape.width})) {}

at::Tensor Attention::normed(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& rotary) const {
    if (!rotary.defined()) return rms_norm_weighted(x, weight, kQkNormEps);  // [B, N, D]
    return rms_norm_turned(x, weight, kQkNormEps, rotary);                   // [B, N, D]
}

KeysValues Attention::look_at(const at::Tensor& context, const at::Tensor& rotary) const {
    const at::Tensor k = normed(to_k_(context), norm_k_, rotary);  // [B, T, D]
    return {heads_of(k), heads_of(to_v_(context))};  // [B, heads, T, d] twice
}

at::Tensor Attention::mix(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const at::Tensor& bias) const {
    const at::Tensor q = normed(to_q_(x), norm_q_, rotary);  // [B, N, D]
    const at::Tensor mixed = attend(heads_of(q), seen.keys, seen.values, bias);  // [B, heads, N, d]
    return mixed.transpose(1, 2).flatten(2);                                     // [B, N, D]
}

at::Tensor Attention::operator()(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const at::Tensor& bias) const {
    return to_out_(mix(x, rotary, seen, bias));  // [B, N, D]
}

at::Tensor Attention::operator()(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const SkipLayers& skip) const {
    const std::int64_t first = skip.first_row, skipped = x.size(0) - first;
    const auto kept = [&](const at::Tensor& y) { return y.size(0) == 1 ? y : y.narrow(0, 0, first); };
    const at::Tensor mixed = mix(x.narrow(0, 0, first), kept(rotary), {kept(seen.keys), kept(seen.values)}, {});  // [first, N, D]
    const at::Tensor values = seen.values.narrow(0, first, skipped).transpose(1, 2).flatten(2);                   // [skipped, N, D]
    const bool pass_values = skip.mode == SkipMode::kAttentionValues;
    return to_out_(at::cat({mixed, pass_values ? values : x.narrow(0, first, skipped)}));                         // [B, N, D]
}

}  // namespace chladni::ltx
