#pragma once

#include <span>

#include "engine/looks/colour.h"

namespace chladni {

/// The factor by which a picture is brightened so that what is shown of it has this mean luma (0..1), within .25 to 4.
/// So every look and palette is as bright as the sound says, and no brighter.
float exposure_for(std::span<const Colour> picture, float mean_luma);

}  // namespace chladni
