#pragma once

#include <string>

#include "engine/tensor/weights.h"

namespace chladni {

/// Mean 0 and deviation 1 over the last dimension, times weight plus bias.
struct LayerNorm {
    at::Tensor weight, bias;  // [width]
    double eps = 1e-5;

    at::Tensor operator()(const at::Tensor& x) const { return at::layer_norm(x, weight.sizes(), weight, bias, eps); }
};

/// `name`.weight and `name`.bias.
inline LayerNorm take_layer_norm(Weights& from, const std::string& name, std::int64_t width, double eps = 1e-5) {
    return {from.take(name + ".weight", {width}), from.take(name + ".bias", {width}), eps};
}

}  // namespace chladni
