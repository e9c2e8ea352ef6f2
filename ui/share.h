#pragma once

#include <algorithm>
#include <cmath>

namespace chladni {

/// A strength as a share of what is drawn for it: 0 to 1, and 0 where it is no number.
inline double share(float strength) { return std::isfinite(strength) ? std::clamp(static_cast<double>(strength), 0.0, 1.0) : 0.0; }

}  // namespace chladni
