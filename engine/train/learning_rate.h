#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace chladni::train {

/// The factor of the learning rate at step `step` of `total`: up in a straight line over `warm_up` steps, then half a cosine down to
/// `last` (Loshchilov and Hutter 2017, equation 5).
inline double learning_rate(std::int64_t step, std::int64_t total, std::int64_t warm_up, double last = 0.05) {
    if (step < warm_up) return static_cast<double>(step + 1) / static_cast<double>(warm_up);
    const double way = std::clamp(static_cast<double>(step - warm_up) / static_cast<double>(std::max<std::int64_t>(1, total - warm_up)), 0.0, 1.0);
    return last + (1.0 - last) * 0.5 * (1.0 + std::cos(std::numbers::pi * way));
}

}  // namespace chladni::train
