#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "engine/analysis/beat_line.h"

namespace chladni {

/// Tap tempo: the straight line through the last taps. No heap.
class TapLine {
public:
    /// Takes a tap; gives the line from the third on, while they are even.
    std::optional<BeatLine> tap(double at_s);

private:
    static constexpr std::size_t kKept = 8;
    std::array<double, kKept> taps_{};
    std::size_t count_ = 0;
};

}  // namespace chladni
