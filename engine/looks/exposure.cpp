#include "engine/looks/exposure.h"

#include <algorithm>

namespace chladni {

namespace {

constexpr std::size_t kEvery = 13;  // pixels: shapes are large, so a few of them speak for all; no factor of a row's width

float mean_shown(std::span<const Colour> picture, float exposure) {
    float sum = 0.0f;
    std::size_t count = 0;
    for (std::size_t i = 0; i < picture.size(); i += kEvery, ++count) sum += luma(shown(picture[i] * exposure));
    return sum / static_cast<float>(std::max<std::size_t>(1, count));
}

}  // namespace

float exposure_for(std::span<const Colour> picture, float mean_luma) {
    float exposure = 1.0f;
    for (int i = 0; i < 7; ++i)
        exposure = std::clamp(exposure * mean_luma / std::max(1e-4f, mean_shown(picture, exposure)), 0.25f, 4.0f);
    return exposure;
}

}  // namespace chladni
