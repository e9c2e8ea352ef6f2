#pragma once

#include <algorithm>

namespace chladni {

/// Red, green, blue as a screen takes them (not linear light), 0..1 where it is not too bright to show.
struct Colour {
    float r = 0, g = 0, b = 0;
};

inline Colour operator*(Colour c, float by) { return {c.r * by, c.g * by, c.b * by}; }
inline Colour mixed(Colour a, Colour b, float t) { return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t}; }

/// Luma as video counts it (BT.601), 0..1.
inline float luma(Colour c) { return 0.299f * c.r + 0.587f * c.g + 0.114f * c.b; }

/// The same luma, more or less colourful (1: as it is).
inline Colour saturated(Colour c, float by) {
    const float grey = luma(c);
    return {std::max(0.0f, grey + (c.r - grey) * by), std::max(0.0f, grey + (c.g - grey) * by), std::max(0.0f, grey + (c.b - grey) * by)};
}

/// What a screen can show of a colour of any brightness: the bright end bends, keeps its hue and turns a little to white.
inline Colour shown(Colour c) {
    constexpr float kBend = 0.72f, kRoom = 1.0f - kBend;
    const float peak = std::max({c.r, c.g, c.b});
    if (peak <= kBend) return c;
    const float over = peak - kBend, bent = kBend + kRoom * over / (over + kRoom);
    const float scale = bent / peak, white = std::min(0.4f, 0.5f * (peak - bent)) * bent;
    return {c.r * scale + white * (1.0f - c.r * scale), c.g * scale + white * (1.0f - c.g * scale), c.b * scale + white * (1.0f - c.b * scale)};
}

}  // namespace chladni
