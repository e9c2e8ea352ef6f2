#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace chladni {

/// How many flashes the worst second of a row of luminances holds: pairs of opposing changes of a tenth or more whose
/// darker side is below 0.8, counted from local extremes. Written apart from the limiter, to judge it.
inline double most_flashes_in_a_second(const std::vector<float>& luminance, double frame_s) {
    std::vector<double> changes;
    float extreme = luminance.front();  // the far end of the present swing
    int going = 0;
    for (std::size_t i = 1; i < luminance.size(); ++i) {
        const float now = luminance[i];
        const float change = now - extreme;
        if (going * change > 0) extreme = now;  // the swing goes on
        if (std::abs(change) < 0.1f || going * change > 0) continue;
        if (std::min(now, extreme) < 0.8f) changes.push_back(static_cast<double>(i) * frame_s);
        going = change > 0 ? 1 : -1;
        extreme = now;
    }
    std::size_t worst = 0;
    for (std::size_t first = 0, last = 0; last < changes.size(); ++last) {
        while (changes[last] - changes[first] >= 1.0 - 1e-9) ++first;
        worst = std::max(worst, last - first + 1);
    }
    return 0.5 * static_cast<double>(worst);
}

}  // namespace chladni
