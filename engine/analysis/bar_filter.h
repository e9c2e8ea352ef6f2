#pragma once

#include <array>
#include <cstdint>

#include "engine/analysis/hop_sound.h"

namespace chladni {

/// Where a bar starts, beat by beat: bars of four or three, forward inference over the position in the bar. A downbeat has
/// more low hits than its neighbours and brings another harmony. No heap.
class BarFilter {
public:
    BarFilter() { reset(); }
    void reset();
    /// One hop, heard at this beat position (which only grows, but for small corrections).
    void hear(const HopSound& sound, double beat);
    int beats_per_bar() const { return beats_per_bar_; }
    int downbeat() const { return downbeat_; }  ///< a beat that starts a bar

private:
    static constexpr std::size_t kStates = 7;  // bars of four: 0..3, bars of three: 4..6
    struct Scale {                             // a value against its recent past
        double mean = 0.0, square = 1e-6;
        double standard(double x);
    };

    void end_beat();
    void decide();

    std::array<double, kStates> belief_{};  // position of beat_
    std::int64_t beat_ = 0;                 // the beat whose sound is being gathered
    double accent_ = 0.0, next_accent_ = 0.0;
    std::array<double, 24> harmony_{}, before_{};
    Scale accents_, changes_;
    int beats_per_bar_ = 4, downbeat_ = 0;
};

}  // namespace chladni
