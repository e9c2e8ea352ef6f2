#pragma once

#include <string>

#include "engine/tensor/weights.h"

namespace chladni::ltx {

/// A 3-D convolution of the LTX VAE, channels last: [B, T, H, W, Cin] -> [B, T', H', W', Cout]. In time it is padded by
/// repeating frames (causal: the first one twice; else both ends once), in space by zeros.
class VaeConv {
public:
    struct Shape {
        std::int64_t in = 0, out = 0;
        std::int64_t kernel = 3;
        std::int64_t stride = 1;  ///< in all three directions
        bool causal = true;
    };
    VaeConv(Weights& from, const std::string& name, const Shape& shape);

    at::Tensor operator()(const at::Tensor& x) const;

private:
    at::Tensor padded_in_time(const at::Tensor& x) const;

    Shape shape_;
    at::Tensor weight_;  // [out, in, k, k, k]
    at::Tensor bias_;    // [out]
};

}  // namespace chladni::ltx
