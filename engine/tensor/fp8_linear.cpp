#include "engine/tensor/fp8_linear.h"

#ifdef CHLADNI_WITH_CUDA
#include <ATen/cuda/CUDAContext.h>
#endif

namespace chladni {

namespace {

constexpr double kLargest = 448.0;  // of e4m3

bool multiplies_fp8([[maybe_unused]] const at::Tensor& x) {
#ifdef CHLADNI_WITH_CUDA
    if (!x.is_cuda()) return false;
    const cudaDeviceProp* card = at::cuda::getDeviceProperties(x.device().index());
    return card->major > 8 || (card->major == 8 && card->minor >= 9);
#else
    return false;
#endif
}

}  // namespace

Fp8Weight Fp8Weight::of(const at::Tensor& weight) {
    const at::Tensor wide = weight.to(at::kFloat);                               // [out, in]
    const at::Tensor scale = (wide.abs().amax() / kLargest).clamp_min(1e-12);    // []
    return {(wide / scale).clamp(-kLargest, kLargest).to(at::kFloat8_e4m3fn), scale};
}

at::Tensor fp8_linear(const at::Tensor& x, const Fp8Weight& weight, const at::Tensor& bias) {
    const Fp8Weight left = Fp8Weight::of(x.reshape({-1, x.size(-1)}));  // [N, in]
    at::Tensor y;                                                      // [N, out]
    if (multiplies_fp8(x)) {
        const bool inside = bias.defined() && x.scalar_type() != at::kFloat;  // cuBLAS adds a bias to half precision only
        y = at::_scaled_mm(left.values, weight.values.t(), left.scale, weight.scale, inside ? std::optional(bias) : std::nullopt,
                           std::nullopt, x.scalar_type());
        if (bias.defined() && !inside) y = y + bias;
    } else {
        y = at::matmul(left.values.to(at::kFloat) * left.scale, (weight.values.to(at::kFloat) * weight.scale).t());  // [N, out]
        if (bias.defined()) y = y + bias;
        y = y.to(x.scalar_type());
    }
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = y.size(-1);
    return y.view(shape);  // [..., out]
}

}  // namespace chladni
