#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "engine/base/units.h"

namespace chladni {

/// Tap tempo: the straight line through the last taps. No heap.
class TapLine {
public:
    struct Beat {
        double interval_s = 0.0;
        double at_s = 0.0;  ///< a moment on the beat
        double phase_at(double t) const;  ///< 0..1
    };
    /// Takes a tap; gives the line from the third on, while they are even.
    std::optional<Beat> tap(double at_s);

private:
    static constexpr std::size_t kKept = 8;
    std::array<double, kKept> taps_{};
    std::size_t count_ = 0;
};

}  // namespace chladni
