#pragma once

#include <string>
#include <tuple>

#include "engine/tensor/fp8_linear.h"
#include "engine/tensor/packed_weight.h"
#include "engine/tensor/weights.h"

namespace chladni {

/// How a linear layer's weight lies, and is multiplied.
enum class LinearKind { kPlain, kPacked, kFp8 };

/// y = x W^T + b, on the last dimension, and what its low-rank branches add.
struct Linear {
    at::Tensor weight;  // [out, in]; packed: of a layout of its own; fp8: times `scale`
    at::Tensor bias;    // [out], or undefined
    std::shared_ptr<Branches> branches = nullptr;  ///< none: a layer that takes none
    LinearKind kind = LinearKind::kPlain;
    at::Tensor scale = {};  // [] float32, of fp8

    at::Tensor operator()(const at::Tensor& x) const {
        const at::Tensor y = multiplied(x);                                          // [..., out]
        return branches && !branches->empty() ? with_branches(y, x, *branches) : y;  // [..., out]
    }

    at::Tensor multiplied(const at::Tensor& x) const {
        if (kind == LinearKind::kPacked) return packed_linear(x, weight, bias);          // [..., out]
        if (kind == LinearKind::kFp8) return fp8_linear(x, {weight, scale}, bias);       // [..., out]
        return at::linear(x, weight, bias);                                              // [..., out]
    }
};

/// `name`.weight and `name`.bias.
inline Linear take_linear(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool bias = true) {
    Linear linear;
    const std::string weight = name + ".weight";
    if (from.wants_fp8(name)) linear.kind = LinearKind::kFp8;
    else if (from.packs()) linear.kind = LinearKind::kPacked;
    if (linear.kind == LinearKind::kPlain) linear.weight = from.take(weight, {out, in});
    if (linear.kind == LinearKind::kPacked) linear.weight = from.take_packed(weight, {out, in});
    if (linear.kind == LinearKind::kFp8) std::tie(linear.weight, linear.scale) = from.take_fp8(weight, {out, in});
    if (bias) linear.bias = from.take(name + ".bias", {out});
    linear.branches = from.branch_point(name, in, out);
    return linear;
}

/// Whether the layer gives nothing but zeros; false where its weights are not there, or only being checked.
inline bool is_zero_linear(const Weights& from, const std::string& name) { return from.is_zero(name + ".weight") && from.is_zero(name + ".bias"); }

}  // namespace chladni
