#pragma once

#include <cstdint>
#include <vector>

#include "engine/ltx/vae_config.h"
#include "engine/ltx/vae_conv.h"
#include "engine/tensor/safetensors.h"
#include "engine/train/tap_fit.h"

namespace chladni::train {

/// How an autoencoder's closed-form start is fitted.
struct StartRecipe {
    std::int64_t blocks = 160;   ///< per film, of which the transforms are made
    std::int64_t places = 4000;  ///< per film, to which each convolution is fitted
    double ridge = 1e-4;         ///< see TapFit::solve()
    std::uint64_t seed = 1;
};

/// Weights of an autoencoder all of whose residual blocks leave what they get as it is: their second convolutions are zero, the first
/// random. The other convolutions are for the start to set.
NamedTensors identity_weights(const ltx::VaeConfig& config, std::uint64_t seed);

/// Sets convolution `name` of `weights`.
void set_kernel(NamedTensors& weights, const std::string& name, const FittedKernel& kernel);

/// Convolution `name` of `weights` by itself.
ltx::VaeConv convolution_of(const NamedTensors& weights, const std::string& name, bool causal);

/// A level that the last norm and SiLU of a network hardly bend: in the last channel of `x` [B, T, H, W, C], so large that the norm is
/// that channel's alone, whatever the others hold, and that they come to SiLU so small that it only halves them. In floating point small
/// numbers are as exact as large ones, so bfloat16 loses nothing by it. A power of two.
double level_above(const std::vector<at::Tensor>& films);

/// The same x as the last convolution sees it, once the last residual block's second bias holds that level. [B, T, H, W, C].
at::Tensor behind_the_norm(const at::Tensor& x, double level);

}  // namespace chladni::train
