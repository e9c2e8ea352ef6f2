#include "engine/looks/palette.h"

#include <cmath>

#include "engine/looks/shapes.h"

namespace chladni {

namespace {

constexpr Colour colour(int hex) {
    return {static_cast<float>(hex >> 16 & 255) / 255.0f, static_cast<float>(hex >> 8 & 255) / 255.0f, static_cast<float>(hex & 255) / 255.0f};
}

constexpr std::array kPalettes = {
    Palette{"blue", "gold", {colour(0x0b1f8a), colour(0x1f5ae0), colour(0x7fa8e8), colour(0xf6c25a), colour(0xffa916)}, colour(0xff4fa0)},
    Palette{"red", "black", {colour(0x120308), colour(0x5e0612), colour(0xc8101c), colour(0xff3a22), colour(0xff8a5c)}, colour(0xffd060)},
    Palette{"green", "violet", {colour(0x5a18c8), colour(0x9a4cf2), colour(0x9aa6c8), colour(0x3fd06a), colour(0x18a83c)}, colour(0xffe63c)},
    Palette{"pink", "teal", {colour(0x00646e), colour(0x10b4ae), colour(0xd8c0c4), colour(0xff8abc), colour(0xff4f9c)}, colour(0xfff0a0)},
    Palette{"orange", "purple", {colour(0x3c0f78), colour(0x8a22a8), colour(0xe0486e), colour(0xff7a2a), colour(0xffae3c)}, colour(0x50e6ff)},
    Palette{"black", "white", {colour(0x08090c), colour(0x3c3f46), colour(0x8a8d94), colour(0xcfd1d4), colour(0xfafafa)}, colour(0x6ea8ff)},
    Palette{"green", "yellow", {colour(0x04502c), colour(0x0f9040), colour(0x6ac832), colour(0xd8e028), colour(0xfff05a)}, colour(0xff7a3c)},
    Palette{"blue", "cyan", {colour(0x081a6e), colour(0x1446d2), colour(0x1490f0), colour(0x28d6f0), colour(0xa0f6f6)}, colour(0xe678ff)},
};

Colour between(const std::array<Colour, 5>& ramp, float place) {
    const float at = clamped(place) * 4.0f;
    const auto i = static_cast<std::size_t>(std::min(3.0f, std::floor(at)));
    return mixed(ramp[i], ramp[i + 1], at - static_cast<float>(i));
}

Colour tinted(Colour c, Colour accent, float by) { return mixed(c, accent * (luma(c) / luma(accent)), by); }

}  // namespace

std::span<const Palette> palettes() { return kPalettes; }

Ramp::Ramp(const Palette& palette, const RampWish& wish) {
    constexpr float kBlur = 0.06f;  // corners of the ramp are rounded, so that no contour shows in the picture
    for (int i = 0; i < kSteps; ++i) {
        const float tone = static_cast<float>(i) / (kSteps - 1) + wish.shift, place = wish.swapped ? 1.0f - tone : tone;
        const Colour soft = mixed(between(palette.ramp, place), mixed(between(palette.ramp, place - kBlur), between(palette.ramp, place + kBlur), 0.5f), 0.6f);
        steps_[static_cast<std::size_t>(i)] = tinted(saturated(soft, wish.saturation), palette.accent, wish.tint);
    }
}

}  // namespace chladni
