#pragma once

#include <algorithm>
#include <cmath>

namespace chladni {

// Small soft functions that pictures are made of. All are cheap: they run for every pixel.

/// The largest whole number not above x.
inline int whole_below(float x) {
    const int i = static_cast<int>(x);
    return i - (static_cast<float>(i) > x);
}

/// A sine whose argument counts turns: wave(0) = 0, wave(.25) = 1. Off by less than .001.
inline float wave(float turns) {
    const float x = turns - static_cast<float>(whole_below(turns + 0.5f));  // -.5 .. .5
    const float y = 8.0f * x - 16.0f * x * std::abs(x);
    return y * (0.775f + 0.225f * std::abs(y));
}

inline float mixed(float a, float b, float t) { return a + (b - a) * t; }
inline float clamped(float x) { return std::min(1.0f, std::max(0.0f, x)); }

/// 0 below a, 1 above b, without a corner between.
inline float soft_step(float a, float b, float x) {
    const float t = clamped((x - a) / (b - a));
    return t * t * (3.0f - 2.0f * t);
}

/// A bell: 1 at 0, .37 at 1, next to nothing from 2.5 on.
inline float bell(float x) {
    const float t = 1.0f + 0.25f * x * x;
    return 1.0f / (t * t * t * t);
}

}  // namespace chladni
