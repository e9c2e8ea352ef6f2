#include "engine/looks/smooth_noise.h"

#include <array>
#include <cmath>
#include <numbers>

#include "engine/looks/hash.h"

namespace chladni {

namespace {

struct Slope {
    float x = 0, y = 0;
};

float eased(float t) { return t * t * t * (t * (t * 6.0f - 15.0f) + 10.0f); }

// A random slope at every whole point; between them the four planes are blended.
class Lattice {
public:
    Lattice(std::uint64_t seed, int side) : side_(side), slopes_(static_cast<std::size_t>(side * side)) {
        for (std::size_t i = 0; i < slopes_.size(); ++i) {
            const float angle = 2.0f * std::numbers::pi_v<float> * drawn_unit(seed, i);
            slopes_[i] = {std::cos(angle), std::sin(angle)};
        }
    }

    float at(float x, float y) const {
        const int i = whole_below(x), j = whole_below(y);
        const float a = x - static_cast<float>(i), b = y - static_cast<float>(j);
        const float top = mixed(plane(i, j, a, b), plane(i + 1, j, a - 1, b), eased(a));
        const float low = mixed(plane(i, j + 1, a, b - 1), plane(i + 1, j + 1, a - 1, b - 1), eased(a));
        return mixed(top, low, eased(b));
    }

private:
    float plane(int i, int j, float a, float b) const {
        const Slope& slope = slopes_[static_cast<std::size_t>((j % side_) * side_ + i % side_)];
        return slope.x * a + slope.y * b;
    }

    int side_;
    std::vector<Slope> slopes_;
};

}  // namespace

SmoothNoise::SmoothNoise(std::uint64_t seed) : table_(static_cast<std::size_t>(kStride) * kStride) {
    const Lattice lattice(seed, kUnits);
    for (int j = 0; j < kStride; ++j)
        for (int i = 0; i < kStride; ++i)
            table_[static_cast<std::size_t>(j) * kStride + static_cast<std::size_t>(i)] =
                1.5f * lattice.at(static_cast<float>(i) / kPerUnit, static_cast<float>(j) / kPerUnit);
}

}  // namespace chladni
