#pragma once

#include <span>

namespace chladni {

/// Where a value stands among those that chance gives.
struct Standing {
    double z = 0;  ///< by how many deviations of the chance values it is over their mean; 0 where they do not differ
    double p = 1;  ///< (1 + chance values that are at least as large) / (1 + chance values): never 0
};

/// `p` after Phipson and Smyth, "Permutation p-values should never be zero", 2010. Without chance values: z 0, p 1. Pure.
Standing standing_of(double value, std::span<const double> by_chance);

}  // namespace chladni
