#pragma once

#include <array>
#include <cstddef>

namespace chladni {

/// Beats of bars: of four 0..3, of three 4..6.
inline constexpr std::size_t kBarPlaces = 7;

/// The place that follows, where no bar breaks off.
inline constexpr std::array<std::size_t, kBarPlaces> kNextPlace = {1, 2, 3, 0, 5, 6, 4};

constexpr bool starts_bar(std::size_t place) { return place == 0 || place == 4; }

}  // namespace chladni
