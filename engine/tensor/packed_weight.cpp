#include "engine/tensor/packed_weight.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include "engine/tensor/kernels.h"

namespace chladni {

namespace {

// LibTorch has these for its compiler and does not declare them; the dispatcher knows them by name.
using Reorder = at::Tensor(const at::Tensor&, std::optional<c10::SymInt>);
using Multiply = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, std::string_view,
                            c10::List<std::optional<at::Scalar>>, std::optional<std::string_view>);

using ReorderConvolution = at::Tensor(const at::Tensor&, at::IntArrayRef, at::IntArrayRef, at::IntArrayRef, std::int64_t, at::OptionalIntArrayRef);
using Convolve = at::Tensor(const at::Tensor&, const at::Tensor&, const std::optional<at::Tensor>&, at::IntArrayRef, at::IntArrayRef,
                            at::IntArrayRef, std::int64_t, std::string_view, c10::List<std::optional<at::Scalar>>, std::optional<std::string_view>);

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

const auto& reorder_convolution() {
    static const auto op = operator_named<ReorderConvolution>("mkldnn::_reorder_convolution_weight");
    return op;
}

const auto& convolve() {
    static const auto op = operator_named<Convolve>("mkldnn::_convolution_pointwise");
    return op;
}

constexpr std::int64_t kOnes[3] = {1, 1, 1};
const c10::List<std::optional<at::Scalar>> kNoScalars;

}  // namespace

bool packs_weights(at::Device device, at::ScalarType dtype) {
    const bool multiplies = dtype == at::kFloat || (dtype == at::kBFloat16 && bf16_kernels());
    return device.is_cpu() && multiplies && reorder() && multiply() && reorder_convolution() && convolve();
}

at::Tensor packed_weight(const at::Tensor& weight) {
    constexpr std::int64_t kRows = 512;  // of inputs, for which the layout is chosen; it serves any number
    return reorder()->call(weight, c10::SymInt(kRows));
}

at::Tensor packed_linear(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias) {
    return multiply()->call(x, packed, bias.defined() ? std::optional(bias) : std::nullopt, "none", kNoScalars, "");
}

at::Tensor packed_conv3d_weight(const at::Tensor& weight, const Conv3dShape& shape) {
    return reorder_convolution()->call(weight, shape.padding, shape.stride, kOnes, 1, at::OptionalIntArrayRef());
}

at::Tensor packed_conv3d(const at::Tensor& x, const at::Tensor& packed, const at::Tensor& bias, const Conv3dShape& shape) {
    return convolve()->call(x, packed, bias, shape.padding, shape.stride, kOnes, 1, "none", kNoScalars, "");
}

}  // namespace chladni
