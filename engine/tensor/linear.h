#pragma once

#include <string>

#include "engine/tensor/weights.h"

namespace chladni {

/// y = x W^T + b, on the last dimension.
struct Linear {
    at::Tensor weight;  // [out, in]
    at::Tensor bias;    // [out], or undefined

    at::Tensor operator()(const at::Tensor& x) const { return at::linear(x, weight, bias); }  // [..., out]
};

/// `name`.weight and `name`.bias.
inline Linear take_linear(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool bias = true) {
    Linear linear;
    linear.weight = from.take(name + ".weight", {out, in});
    if (bias) linear.bias = from.take(name + ".bias", {out});
    return linear;
}

}  // namespace chladni
