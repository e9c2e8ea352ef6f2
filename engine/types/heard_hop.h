#pragma once

#include "engine/types/feature_frame.h"

namespace chladni {

/// One hop of 10 ms as the live analysis heard it, for whoever draws the sound. Trivially copyable.
struct HeardHop {
    Seconds at;               ///< its end, in show time
    FeatureFrame features;
    bool beat = false;        ///< a beat was announced in this hop ...
    bool downbeat = false;    ///< ... and it starts a bar
    Seconds beat_time;        ///< where that beat is, mostly a little ahead
};

}  // namespace chladni
