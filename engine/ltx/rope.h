#pragma once

#include <array>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// Rotations of channel pairs (2j, 2j+1) as complex numbers cos + i sin: [B, N, D/2] complex64, whatever the model's dtype.
using RotaryTable = at::Tensor;

/// LTX-Video's three-axis table over the whole width D, before heads are split (REF: transformer3d.py, precompute_freqs_cis).
/// `coords` [B, 3, N]: seconds, y px, x px.
RotaryTable video_rotary(const at::Tensor& coords, std::int64_t width, double theta, const std::array<double, 3>& span);

/// One axis, time: angles t * pi / span_s * theta^(k / (D/2 - 1)), k = 0 ... D/2 - 1. `seconds` [B, N] -> [B, N, D/2].
RotaryTable time_rotary(const at::Tensor& seconds, std::int64_t width, double theta, double span_s);

}  // namespace chladni::ltx
