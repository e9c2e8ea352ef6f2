#pragma once

#include <cstdint>
#include <vector>

#include "engine/looks/shapes.h"

namespace chladni {

/// Smooth hills and hollows over a plane, about one unit wide and -1..1 high; repeats every 16 units. Any thread.
class SmoothNoise {
public:
    explicit SmoothNoise(std::uint64_t seed);

    float at(float x, float y) const {
        const float u = x * kPerUnit, v = y * kPerUnit;
        const int i = whole_below(u), j = whole_below(v);
        const float a = u - static_cast<float>(i), b = v - static_cast<float>(j);
        const float* row = &table_[static_cast<std::size_t>(j & kMask) * kStride + static_cast<std::size_t>(i & kMask)];
        const float top = row[0] + a * (row[1] - row[0]);
        const float low = row[kStride] + a * (row[kStride + 1] - row[kStride]);
        return top + b * (low - top);
    }

private:
    static constexpr int kUnits = 16, kSide = 256, kMask = kSide - 1, kStride = kSide + 1;
    static constexpr float kPerUnit = static_cast<float>(kSide) / kUnits;

    std::vector<float> table_;  // [kStride, kStride]: the first row and column come again at the end
};

}  // namespace chladni
