#pragma once

#include <vector>

#include "engine/encode/clap_config.h"
#include "engine/encode/layer_norm.h"

namespace chladni {

inline constexpr double kBatchNormEps = 1e-5;

/// A batch norm as it is after training: a factor and a shift per channel.
struct FixedNorm {
    at::Tensor factor, shift;  // [C]

    /// `name`.weight, .bias, .running_mean, .running_var.
    static FixedNorm take(Weights& from, const std::string& name, std::int64_t channels);

    /// `x` [B, C, H, W].
    at::Tensor operator()(const at::Tensor& x) const { return x * factor.view({1, -1, 1, 1}) + shift.view({1, -1, 1, 1}); }
};

/// A convolution with its bias.
struct PatchConv {
    at::Tensor kernel, bias;  // [out, in, h, w], [out]
    std::array<std::int64_t, 2> stride{1, 1}, padding{0, 0};

    static PatchConv take(Weights& from, const std::string& name, at::IntArrayRef shape);
    at::Tensor operator()(const at::Tensor& x) const { return at::conv2d(x, kernel, bias, stride, padding); }
};

/// Attentional feature fusion: how much of each of two maps, by what is at a place and by what is everywhere.
class ClapFusion {
public:
    ClapFusion(Weights& from, const ClapConfig& config);
    at::Tensor operator()(const at::Tensor& whole, const at::Tensor& parts) const;  // [B, C, H, W] both

private:
    struct Opinion {
        PatchConv narrow, wide;
        FixedNorm narrow_norm, wide_norm;
        at::Tensor operator()(const at::Tensor& x) const { return wide_norm(wide(at::relu(narrow_norm(narrow(x))))); }
    };
    static Opinion opinion(Weights& from, const std::string& name, int first, const ClapConfig& config);
    Opinion here_, everywhere_;
};

/// The folded spectrogram cut into patches, the parts of a long clip fused into the whole of it.
class ClapPatches {
public:
    ClapPatches(Weights& from, const ClapConfig& config);

    /// `pictures` [B, 1 or 4, side, side]; `longer` by clip -> [B, H, W, width].
    at::Tensor operator()(const at::Tensor& pictures, const std::vector<bool>& longer) const;

private:
    at::Tensor parts(const at::Tensor& pictures, std::int64_t columns) const;

    PatchConv whole_, parts_;
    std::vector<ClapFusion> fusion_;  // one or none
    LayerNorm norm_;                  // without weight: none
};

}  // namespace chladni
