#pragma once

#include <vector>

#include "engine/ltx/modulation.h"

namespace chladni::ltx {

/// Every step's noise level of every token, worked out before the first step, so that no step waits for the host.
///
/// A token conditioned with strength s is held at level 1 - s until the others have come down to it: t_n = min(t, 1 - s);
/// it then steps to the largest level of the list below its own (reference: LTX-Video, section 6.4 of its pipeline's rule).
class NoiseLevels {
public:
    /// `sigmas` descending, ending in 0; `strengths` [1 or B, N] in 0..1, or undefined: none is conditioned.
    NoiseLevels(const std::vector<double>& sigmas, const at::Tensor& strengths, at::Device device);

    std::size_t steps() const { return sigmas_.size() - 1; }
    double sigma(std::size_t step) const { return sigmas_[step]; }

    /// What the network is told.
    TokenTimes times(std::size_t step) const;

    /// Of each token [1 or B, 1 or N, 1] float32: its level, and the one that the step ends at. A token that does not move
    /// has both the same.
    at::Tensor from(std::size_t step) const { return spread(level_.select(0, static_cast<std::int64_t>(step))); }
    at::Tensor to(std::size_t step) const { return spread(to_.select(0, static_cast<std::int64_t>(step))); }

private:
    at::Tensor spread(const at::Tensor& row) const { return row.index_select(0, index_.flatten()).view(index_.sizes()).unsqueeze(-1); }

    std::vector<double> sigmas_;
    at::Tensor index_;       // [1 or B, 1 or N] int64: into the distinct strengths
    at::Tensor level_, to_;  // [steps, K] 0..1
};

}  // namespace chladni::ltx
