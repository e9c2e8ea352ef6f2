#pragma once

#include <array>

#include "engine/ltx/vae_conv.h"

namespace chladni::ltx {

/// Steps in time, height and width.
using Stride3 = std::array<std::int64_t, 3>;

/// Channels spread out over time and space: [B, T, H, W, C a b c] -> [B, T a, H b, W c, C]; a channel's number is
/// ((C a + t) b + y) c + x.
at::Tensor channels_to_space(const at::Tensor& x, const Stride3& stride);

/// The way back.
at::Tensor space_to_channels(const at::Tensor& x, const Stride3& stride);

/// Twice as high and wide, and T -> 2 T - 1 frames, the first of which stays alone. Channels last.
class VaeUpsampler {
public:
    /// `in` channels become in / factor.
    VaeUpsampler(Weights& from, const std::string& name, std::int64_t in, std::int64_t factor, bool residual,
                 bool causal);
    /// The frames that are ready, maybe none.
    at::Tensor operator()(const at::Tensor& x, VaeMemory& memory) const;

private:
    at::Tensor repeated(const at::Tensor& x) const;

    VaeConv conv_;
    std::int64_t factor_;
    bool residual_;
};

/// Space and time moved into channels (0.9.5 and later): a convolution beside the mean over groups of channels. Takes a
/// film in one piece.
class VaeDownsampler {
public:
    VaeDownsampler(Weights& from, const std::string& name, std::int64_t in, std::int64_t out, const Stride3& stride,
                   bool causal);
    at::Tensor operator()(const at::Tensor& x, VaeMemory& memory) const;

private:
    VaeConv conv_;
    std::int64_t out_;
    Stride3 stride_;
};

}  // namespace chladni::ltx
