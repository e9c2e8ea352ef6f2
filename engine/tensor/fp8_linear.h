#pragma once

#include "engine/tensor/torch.h"

namespace chladni {

/// A weight in fp8 (e4m3), as NVIDIA cards from Ada and Hopper on multiply it.
struct Fp8Weight {
    at::Tensor values;  // [out, in] float8_e4m3fn
    at::Tensor scale;   // [] float32: weight = values * scale

    /// Of any weight, by its largest magnitude.
    static Fp8Weight of(const at::Tensor& weight);
};

/// x W^T + b, `x` quantised for the call by its largest magnitude, sums in float32. On a card of compute capability 8.9 or more
/// multiplied in fp8; elsewhere the same numbers are multiplied in float32, which shows what fp8 costs in exactness. [..., in]
/// -> [..., out] in x's dtype. Nothing waits for the device.
at::Tensor fp8_linear(const at::Tensor& x, const Fp8Weight& weight, const at::Tensor& bias);

}  // namespace chladni
