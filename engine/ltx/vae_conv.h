#pragma once

#include <string>

#include "engine/ltx/vae_memory.h"
#include "engine/tensor/packed_weight.h"
#include "engine/tensor/weights.h"

namespace chladni::ltx {

/// A 3-D convolution of the LTX VAE, channels last: [B, T, H, W, Cin] -> [B, T', H', W', Cout]. In time it is padded by
/// repeating the film's ends (causal: the first frame twice; else both once), in space by zeros.
class VaeConv {
public:
    struct Shape {
        std::int64_t in = 0, out = 0;
        std::int64_t kernel = 3;
        std::int64_t stride = 1;  ///< in all three directions
        bool causal = true;
    };
    VaeConv(Weights& from, const std::string& name, const Shape& shape);

    /// Those frames that have all their neighbours, maybe none; `memory` keeps the last two of `x`, which await theirs.
    at::Tensor operator()(const at::Tensor& x, VaeMemory& memory) const;

private:
    at::Tensor with_neighbours(const at::Tensor& x, const VaeMemory::Slot& past, bool last) const;
    at::Tensor convolved(const at::Tensor& x) const;
    std::int64_t frames_from(std::int64_t frames) const;
    Conv3dShape steps() const {
        const std::int64_t border = shape_.kernel / 2;
        return {{shape_.stride, shape_.stride, shape_.stride}, {0, border, border}};
    }

    Shape shape_;
    bool packed_;
    at::Tensor weight_;  // [out, in, k, k, k]; where packed, of a layout of its own
    at::Tensor bias_;    // [out]
};

}  // namespace chladni::ltx
