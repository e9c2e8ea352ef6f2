#pragma once

#include <string>

#include "engine/tensor/weights.h"

namespace chladni {

/// y = x W^T + b, on the last dimension, and what its low-rank branches add.
struct Linear {
    at::Tensor weight;                   // [out, in]
    at::Tensor bias;                     // [out], or undefined
    std::shared_ptr<Branches> branches;  ///< none: a layer that takes none

    at::Tensor operator()(const at::Tensor& x) const {
        const at::Tensor y = at::linear(x, weight, bias);                            // [..., out]
        return branches && !branches->empty() ? with_branches(y, x, *branches) : y;  // [..., out]
    }
};

/// `name`.weight and `name`.bias.
inline Linear take_linear(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool bias = true) {
    Linear linear;
    linear.weight = from.take(name + ".weight", {out, in});
    if (bias) linear.bias = from.take(name + ".bias", {out});
    linear.branches = from.branch_point(name, in, out);
    return linear;
}

}  // namespace chladni
