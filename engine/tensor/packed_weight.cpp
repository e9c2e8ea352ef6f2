#include "engine/tensor/packed_weight.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include "engine/tensor/bf16_kernels.h"

namespace chladni {

namespace {

// LibTorch has these for its compiler and does not declare them; the dispatcher knows them by name.
using Reorder = at::Tensor(const at::Tensor&, std::optional<c10::SymInt>);
using Multiply = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, std::string_view,
                            c10::List<std::optional<at::Scalar>>, std::optional<std::string_view>);

template <typename Signature>
std::optional<c10::TypedOperatorHandle<Signature>> operator_named(const char* name) {
    const auto found = c10::Dispatcher::singleton().findSchema({name, ""});
    if (!found) return std::nullopt;
    return found->typed<Signature>();
}

const auto& reorder() {
    static const auto op = operator_named<Reorder>("mkldnn::_reorder_linear_weight");
    return op;
}

const auto& multiply() {
    static const auto op = operator_named<Multiply>("mkldnn::_linear_pointwise");
    return op;
}

}  // namespace

bool packs_weights(at::Device device, at::ScalarType dtype) {
    return device.is_cpu() && dtype == at::kBFloat16 && bf16::available() && reorder() && multiply();
}

at::Tensor packed_weight(const at::Tensor& weight) {
    constexpr std::int64_t kRows = 512;  // of inputs, for which the layout is chosen; it serves any number
    return reorder()->call(weight, c10::SymInt(kRows));
}

at::Tensor packed_linear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias) {
    return multiply()->call(x, packed, bias.defined() ? std::optional(bias) : std::nullopt, "none", c10::List<std::optional<at::Scalar>>(), "");
}

}  // namespace chladni
