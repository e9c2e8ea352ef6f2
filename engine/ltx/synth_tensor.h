#pragma once

#include <cstdint>
#include <string>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// A random weight fit for its name: norms are 1, biases 0, matrices and kernels of deviation 1 / sqrt(inputs),
/// float32. The same for the same seed, name and shape.
at::Tensor synth_tensor(const std::string& name, at::IntArrayRef shape, std::uint64_t seed);

/// The same for a decoder's kernel [out, in, k, k, k], but every group of `copies` output channels alike and the kernel
/// a blur: what comes out of it is soft in space and time.
at::Tensor synth_soft_kernel(const std::string& name, at::IntArrayRef shape, std::int64_t copies, std::uint64_t seed);

}  // namespace chladni::ltx
