#include "engine/looks/glints.h"

#include <algorithm>
#include <cmath>

#include "engine/looks/hash.h"
#include "engine/looks/shapes.h"

namespace chladni {

namespace {

constexpr float kCell = 0.36f, kRadius = 0.13f;  // parts of the height: at 144 px a glint is some 25 px across

void add_glint(std::vector<float>& plane, int width, int height, float x, float y, float strength) {
    const float radius = kRadius * static_cast<float>(height), reach = 2.5f * radius;
    const auto clip = [](float v, int most) { return std::clamp(static_cast<int>(v), 0, most); };
    for (int row = clip(y - reach, height); row < clip(y + reach + 1, height); ++row)
        for (int column = clip(x - reach, width); column < clip(x + reach + 1, width); ++column) {
            const float far = std::hypot(static_cast<float>(column) + 0.5f - x, static_cast<float>(row) + 0.5f - y);
            const float soft = bell(far / radius) * soft_step(reach, 0.6f * reach, far);
            float& pixel = plane[static_cast<std::size_t>(row * width + column)];
            pixel = std::max(pixel, strength * soft);
        }
}

std::vector<float> scatter(int width, int height, std::uint64_t seed) {
    std::vector<float> plane(static_cast<std::size_t>(width * height));
    const float cell = kCell * static_cast<float>(height);
    std::uint64_t draw = 0;
    for (float y = 0; y < static_cast<float>(height); y += cell)
        for (float x = 0; x < static_cast<float>(width); x += cell) {
            const float dx = drawn_unit(seed, draw++), dy = drawn_unit(seed, draw++), strength = drawn_unit(seed, draw++);
            if (strength > 0.45f) add_glint(plane, width, height, x + cell * dx, y + cell * dy, strength);
        }
    return plane;
}

}  // namespace

Glints::Glints(int width, int height, std::uint64_t seed)
    : first_(scatter(width, height, drawn(seed, 1))), second_(scatter(width, height, drawn(seed, 2))) {}

}  // namespace chladni
