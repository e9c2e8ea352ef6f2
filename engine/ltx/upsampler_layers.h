#pragma once

#include <string>

#include "engine/tensor/weights.h"

namespace chladni::ltx {

/// A convolution of a latent upsampler, 3 wide, padded by zeros all round: [B, Cin, F, H, W] -> [B, Cout, F, H, W].
class UpsamplerConv {
public:
    /// `flat`: the kernel sees one frame.
    UpsamplerConv(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, bool flat);
    at::Tensor operator()(const at::Tensor& x) const;

private:
    at::Tensor weight_;  // [out, in, 1 or 3, 3, 3]
    at::Tensor bias_;    // [out]
};

/// Its norm: 32 groups of channels, each over all frames, rows and columns.
class UpsamplerNorm {
public:
    UpsamplerNorm(Weights& from, const std::string& name, std::int64_t channels);
    at::Tensor operator()(const at::Tensor& x) const;  // [B, C, F, H, W]

private:
    at::Tensor weight_, bias_;  // [C]
};

/// Convolution, norm, SiLU, convolution, norm, beside the input, then SiLU.
class UpsamplerBlock {
public:
    UpsamplerBlock(Weights& from, const std::string& name, std::int64_t channels, bool flat);
    at::Tensor operator()(const at::Tensor& x) const;  // [B, C, F, H, W]

private:
    UpsamplerConv conv_1_, conv_2_;
    UpsamplerNorm norm_1_, norm_2_;
};

}  // namespace chladni::ltx
