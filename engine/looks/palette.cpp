#include "engine/looks/palette.h"

#include <cmath>

#include "engine/looks/shapes.h"

namespace chladni {

namespace {

constexpr Colour colour(int hex) {
    return {static_cast<float>(hex >> 16 & 255) / 255.0f, static_cast<float>(hex >> 8 & 255) / 255.0f, static_cast<float>(hex & 255) / 255.0f};
}

constexpr std::array kPalettes = {
    Palette{"blue", "gold", {colour(0x0a1e96), colour(0x1f62f0), colour(0xdfe6f2), colour(0xffca52), colour(0xffa410)}, colour(0xff4fa0), 0.95f},
    Palette{"red", "black", {colour(0x0a0206), colour(0x38040c), colour(0xc00e18), colour(0xff2e1e), colour(0xff6e3a)}, colour(0xffd060), 0.78f},
    Palette{"green", "violet", {colour(0x5410d0), colour(0x9440ff), colour(0xcfd8fa), colour(0x34dc6c), colour(0x10a83c)}, colour(0x38c8ff), 0.95f},
    Palette{"pink", "teal", {colour(0x006a76), colour(0x0cbcb4), colour(0xf6e2ee), colour(0xff7cb8), colour(0xff3c94)}, colour(0xb48cff)},
    Palette{"orange", "purple", {colour(0x440c88), colour(0x921eb8), colour(0xee4470), colour(0xff7622), colour(0xffb238)}, colour(0xff5cc8), 0.9f},
    Palette{"black", "white", {colour(0x08090c), colour(0x2c2e34), colour(0x8a8d94), colour(0xd8dade), colour(0xfafafa)}, colour(0x6ea8ff)},
    Palette{"green", "yellow", {colour(0x045a34), colour(0x0c9c48), colour(0x74d42e), colour(0xe6e820), colour(0xfff24e)}, colour(0x2ce6d2)},
    Palette{"blue", "cyan", {colour(0x0a1884), colour(0x1240dc), colour(0x0e8cf6), colour(0x22dcf2), colour(0x9cf8f4)}, colour(0xe678ff), 0.9f},
};

Colour between(const std::array<Colour, 5>& ramp, float place) {
    const float at = clamped(place) * 4.0f;
    const auto i = static_cast<std::size_t>(std::min(3.0f, std::floor(at)));
    return mixed(ramp[i], ramp[i + 1], at - static_cast<float>(i));
}

Colour tinted(Colour c, Colour accent, float by) { return saturated(mixed(c, accent * (luma(c) / luma(accent)), by), 1.0f + 0.5f * by); }

}  // namespace

std::span<const Palette> palettes() { return kPalettes; }

Ramp::Ramp(const Palette& palette, const RampWish& wish) {
    constexpr float kApart = 0.45f;  // the two ends take more of the picture than what lies between
    constexpr float kBlur = 0.06f;  // corners of the ramp are rounded, so that no contour shows in the picture
    for (int i = 0; i < kSteps; ++i) {
        const float tone = clamped(static_cast<float>(i) / (kSteps - 1) + wish.shift), apart = mixed(tone, soft_step(0.0f, 1.0f, tone), kApart);
        const float place = wish.swapped ? 1.0f - apart : apart;
        const Colour soft = mixed(between(palette.ramp, place), mixed(between(palette.ramp, place - kBlur), between(palette.ramp, place + kBlur), 0.5f), 0.6f);
        steps_[static_cast<std::size_t>(i)] = tinted(saturated(soft, wish.saturation), palette.accent, wish.tint);
    }
}

}  // namespace chladni
