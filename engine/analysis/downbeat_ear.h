#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/analysis/hop_sound.h"

namespace chladni {

/// What beats sound like, one after the other: a beat that starts a bar has more low hits than its neighbours and brings
/// another harmony. No heap.
class DownbeatEar {
public:
    /// One hop, heard at this beat position (which only grows, but for small corrections). Where a beat has ended: how much
    /// likelier it started a bar than not (1: nothing is known).
    std::optional<double> hear(const HopSound& sound, double beat);

private:
    struct Scale {  // a value against its recent past
        double mean = 0.0, square = 1e-6;
        double standard(double x);
    };
    double end_beat();

    std::int64_t beat_ = 0;                 // the beat whose sound is being gathered
    double accent_ = 0.0, next_accent_ = 0.0;
    std::array<double, 24> harmony_{}, before_{};
    Scale accents_, changes_;
};

}  // namespace chladni
