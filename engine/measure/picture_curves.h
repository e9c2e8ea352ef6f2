#pragma once

#include <span>
#include <vector>

#include "engine/measure/picture_reducer.h"
#include "engine/measure/timed_curve.h"

namespace chladni {

/// The curves of a film. What a picture is (brightness, saturation) belongs to the middle of the time for which it is shown; what
/// changed (flash, motion, local) to the moment from which on it is shown.
///   brightness, saturation   of the whole picture
///   flash      by how much it became lighter
///   motion     root of the mean square difference to the picture before
///   local      the mean over the parts of the picture of how much each changed, against what is usual there
/// A change counts as log(1 + change / its mean): a cut to another scene must not outweigh all else.
std::vector<TimedCurve> picture_curves(std::span<const PictureFacts> pictures, double frame_s);

}  // namespace chladni
