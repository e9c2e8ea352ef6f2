#pragma once

#include "engine/tensor/torch.h"

namespace chladni::train {

/// A kernel and its bias.
struct FittedKernel {
    at::Tensor weight;  ///< [out, in, 3, 3, 3]
    at::Tensor bias;    ///< [out]
};

/// Which convolution of the autoencoder (see VaeConv), borders included, comes nearest to wanted outputs: ridge regression over
/// places gathered at random. One thread.
class TapFit {
public:
    TapFit(bool causal, at::Generator random) : causal_(causal), random_(std::move(random)) {}

    /// `x` [B, T, H, W, in] and what is wanted of it, [B, T, H, W, out], at `places` places.
    void add(const at::Tensor& x, const at::Tensor& wanted, std::int64_t places);

    /// `ridge`: how much is added to the variance of each input, as a share of it. Throws Error where nothing was gathered.
    FittedKernel solve(double ridge) const;

private:
    at::Tensor padded(const at::Tensor& x) const;
    void begin(const at::Tensor& inputs, std::int64_t outputs);

    bool causal_;
    at::Generator random_;
    std::int64_t inputs_ = 0;                 // channels
    double count_ = 0;
    at::Tensor centre_, scale_;               // [27 in]: inputs are counted from and in these; scale 0: an input that never changes
    at::Tensor sum_, square_;                 // [27 in], [27 in, 27 in], float64
    at::Tensor wanted_sum_, cross_;           // [out], [27 in, out], float64
};

}  // namespace chladni::train
