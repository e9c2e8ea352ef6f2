#pragma once

#include <vector>

#include "engine/measure/timed_curve.h"

namespace chladni {

/// The moments at which a film visibly does something: where flash and motion together are the largest within 100 ms and half a
/// deviation above their mean of the 2 s around. `flash` and `motion` of the same pictures. Pure.
std::vector<double> picture_events(const TimedCurve& flash, const TimedCurve& motion);

}  // namespace chladni
