#pragma once

#include <array>
#include <cstddef>

#include "engine/analysis/beat_net.h"
#include "engine/types/feature_frame.h"

namespace chladni {

/// Twelve pitch classes of the bass, then twelve of the middle: what changes with the chord.
using Harmony = std::array<float, 24>;

/// All that the trackers hear of one hop.
struct HopSound {
    FeatureFrame features;
    double centre_s = 0.0;      ///< the middle of the window that was heard, stream time
    float flux = 0.0f;          ///< onset strength in SuperFlux' own measure
    float activation = 0.0f;    ///< how much it sounds like a beat, 0..1 (open ends)
    BeatChance net;             ///< what the beat nets say of a moment a little earlier (kNetDelay_s); nothing without nets
    bool has_net = false;
    float accent = 0.0f;        ///< low hits minus middle ones: what downbeats have more of
    Harmony harmony{};
    bool silent = false;        ///< for half a second by now
};

}  // namespace chladni
