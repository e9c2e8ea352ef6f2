#include "engine/ltx/attention.h"

#include "engine/ltx/rope.h"
#include "engine/tensor/attend.h"

namespace chladni::ltx {

namespace {

constexpr double kQkNormEps = 1e-5;

}  // namespace

Attention::Attention(Weights& from, const std::string& name, const Shape& shape)
    : width_(shape.width),
      heads_(shape.heads),
      to_q_(take_linear(from, name + ".to_q", shape.width, shape.width, shape.bias)),
      to_k_(take_linear(from, name + ".to_k", shape.context, shape.width, shape.bias)),
      to_v_(take_linear(from, name + ".to_v", shape.context, shape.width, shape.bias)),
      to_out_(take_linear(from, name + ".to_out.0", shape.width, shape.width, shape.out_bias)),
      norm_q_(from.take(name + ".norm_q.weight", {shape.width})),
      norm_k_(from.take(name + ".norm_k.weight", {shape.width})) {}

at::Tensor Attention::normed(const at::Tensor& x, const at::Tensor& weight) const {
    return at::rms_norm(x, {width_}, weight, kQkNormEps);  // [B, N, D]
}

KeysValues Attention::look_at(const at::Tensor& context, const at::Tensor& rotary) const {
    at::Tensor k = normed(to_k_(context), norm_k_);  // [B, T, D]
    if (rotary.defined()) k = rotate(k, rotary);     // [B, T, D]
    return {heads_of(k), heads_of(to_v_(context))};  // [B, heads, T, d] twice
}

at::Tensor Attention::mix(const at::Tensor& x, const at::Tensor& rotary, const KeysValues& seen, const at::Tensor& bias) const {
    at::Tensor q = normed(to_q_(x), norm_q_);     // [B, N, D]
    if (rotary.defined()) q = rotate(q, rotary);  // [B, N, D]
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

bool Attention::is_silent() const {
    if (to_out_.weight.is_meta()) return false;  // nothing is known of it yet
    const bool no_weight = !to_out_.weight.any().item<bool>();
    return no_weight && (!to_out_.bias.defined() || !to_out_.bias.any().item<bool>());
}

}  // namespace chladni::ltx
