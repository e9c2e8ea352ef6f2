#include "engine/looks/enlarge.h"

#include <algorithm>
#include <vector>

namespace chladni {

namespace {

std::uint8_t byte_of(float value) { return static_cast<std::uint8_t>(std::min(255.0f, std::max(0.0f, value) + 0.5f)); }

// A row of the result before it is made wider: three quarters of the nearer row, a quarter of the other.
void blend_rows(const Colour* near, const Colour* far, int width, float* out) {
    const auto* a = &near->r;
    const auto* b = &far->r;
    for (int i = 0; i < 3 * width; ++i) out[i] = 255.0f * (0.75f * a[i] + 0.25f * b[i]);
}

void widen(const float* row, int width, std::uint8_t* out) {
    for (int x = 0; x < width; ++x) {
        const float* here = row + 3 * x;
        const float* left = row + 3 * std::max(0, x - 1);
        const float* right = row + 3 * std::min(width - 1, x + 1);
        for (int c = 0; c < 3; ++c) {
            out[6 * x + c] = byte_of(0.75f * here[c] + 0.25f * left[c]);
            out[6 * x + 3 + c] = byte_of(0.75f * here[c] + 0.25f * right[c]);
        }
    }
}

}  // namespace

void enlarge(std::span<const Colour> picture, int width, int height, std::span<std::uint8_t> rgb) {
    static_assert(sizeof(Colour) == 3 * sizeof(float));
    std::vector<float> row(static_cast<std::size_t>(3 * width));
    for (int y = 0; y < 2 * height; ++y) {
        const int near = y / 2, far = std::clamp(near + (y % 2 ? 1 : -1), 0, height - 1);
        blend_rows(&picture[static_cast<std::size_t>(near * width)], &picture[static_cast<std::size_t>(far * width)], width, row.data());
        widen(row.data(), width, &rgb[static_cast<std::size_t>(y) * static_cast<std::size_t>(6 * width)]);
    }
}

}  // namespace chladni
