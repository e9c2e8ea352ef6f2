#pragma once

#include <optional>

#include "engine/ltx/vae_conv.h"
#include "engine/tensor/linear.h"

namespace chladni::ltx {

/// SiLU of x over the root mean square of its channels (the VAE's norm, without weights), shifted and scaled by rows
/// `shift_row` and the next of `rows` [B, any, C] (undefined: not at all). [B, T, H, W, C].
at::Tensor activated(const at::Tensor& x, const at::Tensor& rows, std::int64_t shift_row);

/// A noise level to the shifts and scales of a group of blocks: [B] (already times the multiplier) -> [B, width].
class VaeTimeEmbedding {
public:
    VaeTimeEmbedding(Weights& from, const std::string& name, std::int64_t width);
    at::Tensor operator()(const at::Tensor& levels) const;

private:
    Linear linear_1_, linear_2_;
};

/// Norm, SiLU, convolution, twice, beside the input. Channels last, [B, T, H, W, C].
class VaeResBlock {
public:
    struct Shape {
        std::int64_t in = 0, out = 0;
        double norm_eps = 1e-6;
        bool causal = true, noise = false, timed = false;
    };
    VaeResBlock(Weights& from, const std::string& name, const Shape& shape);

    /// The frames that are ready, maybe none. `time` [B, 4C] where the block is timed, else undefined.
    at::Tensor operator()(const at::Tensor& x, const at::Tensor& time, VaeMemory& memory) const;

private:
    at::Tensor shortcut(const at::Tensor& x, VaeMemory& memory) const;

    Shape shape_;
    VaeConv conv_1_, conv_2_;
    std::optional<VaeConv> shortcut_;
    at::Tensor norm_weight_, norm_bias_;        // [Cin], of the shortcut
    at::Tensor noise_scale_1_, noise_scale_2_;  // [C]
    at::Tensor table_;                          // [4, C]: shift, scale, shift, scale
};

}  // namespace chladni::ltx
