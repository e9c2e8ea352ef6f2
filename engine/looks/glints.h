#pragma once

#include <cstdint>
#include <vector>

namespace chladni {

/// Soft lights on a grid whose points are moved at random: what the hats switch on. Two sets take turns.
class Glints {
public:
    Glints(int width, int height, std::uint64_t seed);

    /// 0..1 of a pixel; `turn` 0..1 from the first set to the second.
    float at(std::size_t pixel, float turn) const { return first_[pixel] + turn * (second_[pixel] - first_[pixel]); }

private:
    std::vector<float> first_, second_;  // [height, width]
};

}  // namespace chladni
