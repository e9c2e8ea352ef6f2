#pragma once

#include <cstdint>
#include <span>

#include "engine/looks/colour.h"

namespace chladni {

/// Twice as wide and high, blended between neighbours, 8 bits per channel: [2 height, 2 width, 3].
void enlarge(std::span<const Colour> picture, int width, int height, std::span<std::uint8_t> rgb);

}  // namespace chladni
