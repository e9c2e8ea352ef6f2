#pragma once

#include <string>

#include "engine/tensor/packed_weight.h"
#include "engine/tensor/weights.h"

namespace chladni {

/// y = x W^T + b, on the last dimension, and what its low-rank branches add.
struct Linear {
    at::Tensor weight;                   // [out, in]; where `packed`, of a layout of its own
    at::Tensor bias;                     // [out], or undefined
    std::shared_ptr<Branches> branches = nullptr;  ///< none: a layer that takes none
    bool packed = false;

    at::Tensor operator()(const at::Tensor& x) const {
        const at::Tensor y = packed ? packed_linear(x, weight, bias) : at::linear(x, weight, bias);  // [..., out]
        return branches && !branches->empty() ? with_branches(y, x, *branches) : y;  // [..., out]
    }
};

/// `name`.weight and `name`.bias.
inline Linear take_linear(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool bias = true) {
    Linear linear;
    linear.packed = packs_weights(from.device(), from.dtype());
    linear.weight = linear.packed ? from.take_packed(name + ".weight", {out, in}) : from.take(name + ".weight", {out, in});
    if (bias) linear.bias = from.take(name + ".bias", {out});
    linear.branches = from.branch_point(name, in, out);
    return linear;
}

/// Whether the layer gives nothing but zeros; false where its weights are not there, or only being checked.
inline bool is_zero_linear(const Weights& from, const std::string& name) { return from.is_zero(name + ".weight") && from.is_zero(name + ".bias"); }

}  // namespace chladni
