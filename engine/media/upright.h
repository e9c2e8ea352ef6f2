#pragma once

#include <cstdint>
#include <vector>

#include "engine/media/libav.h"

namespace chladni {

/// How many quarter turns clockwise make the pictures of a stream upright, 0 to 3: a camera that was held on its side says so.
int quarter_turns(const AVStream& stream);

/// Pixels [height, width, 4] turned by that many.
std::vector<std::uint8_t> turned(const std::vector<std::uint8_t>& rgba, int width, int height, int quarters);

}  // namespace chladni
