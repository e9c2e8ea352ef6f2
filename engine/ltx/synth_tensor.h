#pragma once

#include <cstdint>
#include <string>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// A random weight fit for its name: norms are 1, biases 0, matrices and kernels of deviation 1 / sqrt(inputs),
/// float32. The same for the same seed, name and shape.
at::Tensor synth_tensor(const std::string& name, at::IntArrayRef shape, std::uint64_t seed);

/// Into how many parts an output channel's cell is divided along time, height and width, and whether the channels count
/// the parts of the width slower than those of the height (as patches do).
struct CellParts {
    std::int64_t time = 1, height = 1, width = 1;
    bool width_first = false;

    std::int64_t count() const { return time * height * width; }
};

/// The same for a decoder's kernel [out, in, k, k, k], but soft: all parts of a cell are one random mixture of the
/// channels, interpolated between the cell and its neighbours, or blurred a little along an axis that is not divided.
at::Tensor synth_soft_kernel(const std::string& name, at::IntArrayRef shape, const CellParts& parts,
                             std::uint64_t seed);

}  // namespace chladni::ltx
