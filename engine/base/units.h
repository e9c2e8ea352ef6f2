#pragma once

#include <cmath>
#include <compare>
#include <cstdint>

namespace chladni {

/// A number with a unit. Adding like to like and scaling is all it does; mixing units does not compile.
template <typename Tag, typename Number>
struct Quantity {
    Number value{};

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
    friend constexpr Quantity operator*(Quantity a, Number b) { return {a.value * b}; }
    friend constexpr Number operator/(Quantity a, Quantity b) { return a.value / b.value; }
    constexpr Quantity& operator+=(Quantity b) { value += b.value; return *this; }
};

using Samples = Quantity<struct SamplesTag, std::int64_t>;  ///< audio, per channel
using Frames = Quantity<struct FramesTag, std::int64_t>;    ///< video
using Seconds = Quantity<struct SecondsTag, double>;
using Beats = Quantity<struct BeatsTag, double>;

constexpr Seconds seconds_of(Samples n, double rate_hz) { return {static_cast<double>(n.value) / rate_hz}; }
constexpr Seconds seconds_of(Frames n, double rate_hz) { return {static_cast<double>(n.value) / rate_hz}; }
inline Samples samples_in(Seconds t, double rate_hz) { return {std::llround(t.value * rate_hz)}; }
inline Frames frames_in(Seconds t, double rate_hz) { return {std::llround(t.value * rate_hz)}; }

/// Beats per minute, and the two ways across.
struct Tempo {
    double bpm = 120.0;
    constexpr Seconds seconds_in(Beats b) const { return {b.value * 60.0 / bpm}; }
    constexpr Beats beats_in(Seconds t) const { return {t.value * bpm / 60.0}; }
};

}  // namespace chladni
