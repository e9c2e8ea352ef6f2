#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni {

/// A low-rank branch beside a linear layer (Hu et al. 2021, "LoRA", equation 3): y = W x + strength up(down(x)).
struct LowRank {
    at::Tensor down;  // [r, in]
    at::Tensor up;    // [out, r], alpha / r already in it
    std::shared_ptr<const double> strength;  ///< read in every call; at 0 nothing is computed
};

using Branches = std::vector<LowRank>;

/// A linear layer to which branches can be added while it is used. One thread.
struct BranchPoint {
    std::shared_ptr<Branches> branches;
    std::int64_t in = 0, out = 0;
};
using BranchPoints = std::map<std::string, BranchPoint>;

/// `y` with what the branches make of `x`: [..., in] -> [..., out].
inline at::Tensor with_branches(at::Tensor y, const at::Tensor& x, const Branches& branches) {
    for (const LowRank& branch : branches)
        if (*branch.strength != 0.0) y = at::add(y, at::linear(at::linear(x, branch.down), branch.up), *branch.strength);  // [..., out]
    return y;
}

}  // namespace chladni
