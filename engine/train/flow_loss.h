#pragma once

#include "engine/ltx/modulation.h"

namespace chladni::train {

/// A batch on its way between noise and picture (rectified flow: Liu et al. 2023, equation 1; LTX-Video's convention: level 1 is
/// noise): x = (1 - level) clean + level noise, and the velocity noise - clean is what the network is to say. Tokens of the
/// first `context` latent frames are told to be clean.
struct FlowPoint {
    at::Tensor tokens;     // [B, N, C] float32: what the network is given
    at::Tensor velocity;   // [B, N, C] float32: what it is to say
    ltx::TokenTimes times; // of each token
    std::int64_t kept = 0; ///< tokens in front that are given, not made
};

/// `clean`, `noise`, `context_noise` [B, N, C]; `levels` [B]; `kept` tokens are given, with `context_level` of noise on them.
FlowPoint flow_point(const at::Tensor& clean, const at::Tensor& noise, const at::Tensor& context_noise, double context_level,
                     const at::Tensor& levels, std::int64_t kept);

/// The same with other tokens in the place of those to be made, at other levels [B]; what is to be said stays.
FlowPoint moved(const FlowPoint& point, const at::Tensor& tokens, const at::Tensor& levels);

/// The mean square of what is said beside what it should be, over the tokens to be made: [B] float32.
at::Tensor flow_losses(const at::Tensor& said, const FlowPoint& point);

}  // namespace chladni::train
