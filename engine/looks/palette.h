#pragma once

#include <array>
#include <span>
#include <string_view>

#include "engine/looks/colour.h"

namespace chladni {

/// A smooth ramp between two ends, and a third colour for the snare.
struct Palette {
    std::string_view first, second;  ///< the two colours as a caption names them
    std::array<Colour, 5> ramp;
    Colour accent;
};

/// Every palette there is. A new one is a row in palette.cpp.
std::span<const Palette> palettes();

/// How a frame wants its palette.
struct RampWish {
    bool swapped = false;   ///< the ends change places
    float shift = 0;        ///< along the ramp, as a part of it
    float saturation = 1;
    float tint = 0;         ///< 0..1 towards the accent, at the same luma
};

/// A palette made ready for a frame: a colour per tone without computing it.
class Ramp {
public:
    Ramp(const Palette& palette, const RampWish& wish);

    /// `tone` 0..1 (clamped) from one end to the other.
    Colour at(float tone) const {
        const float place = std::min(1.0f, std::max(0.0f, tone)) * (kSteps - 1) + 0.5f;
        return steps_[static_cast<std::size_t>(place)];
    }

private:
    static constexpr int kSteps = 512;
    std::array<Colour, kSteps> steps_;
};

}  // namespace chladni
