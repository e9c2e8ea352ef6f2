#pragma once

#include <vector>

#include "engine/analysis/tempo_space.h"

namespace chladni {

/// Which tempo is preferred where the sound allows several (the octaves): per row, what each hop multiplies it by.
/// Without it the filter forgets after seconds that 60 and 240 are rarely meant.
struct TempoTaste {
    double centre_bpm = 105.0;
    double width_octaves = 0.5;
    double pull_per_s = 5.0;

    std::vector<float> per_hop(const TempoSpace& space) const;
};

}  // namespace chladni
