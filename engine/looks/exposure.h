#pragma once

#include <span>

#include "engine/looks/colour.h"

namespace chladni {

/// A colour at an exposure, as a screen shows it.
inline Colour exposed(Colour c, float exposure) { return shown(lit(c, exposure)); }

/// What a picture as it is drawn is near enough to `mean_luma` (0..1): most of the way there, but a bright picture may
/// stay a quarter brighter and a dark one a quarter darker. So gold does not have to turn brown.
float luma_near(std::span<const Colour> picture, float mean_luma);

/// The exposure at which what is shown of a picture has this mean luma (0..1), within .25 to 4. So every look and palette
/// is as bright as the sound says.
float exposure_for(std::span<const Colour> picture, float mean_luma);

}  // namespace chladni
