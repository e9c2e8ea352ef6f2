#pragma once

#include <cstdint>
#include <vector>

#include "engine/tensor/torch.h"

namespace chladni::ltx {

/// The first `count` of pictures [height, width, 4], 8 bits, as a film in -1..1: [1, 3, T, H, W] float32.
at::Tensor frames_from(const std::vector<std::vector<std::uint8_t>>& pictures, std::int64_t count, std::int64_t height, std::int64_t width);

}  // namespace chladni::ltx
