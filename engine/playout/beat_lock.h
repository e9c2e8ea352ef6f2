#pragma once

#include "engine/base/units.h"

namespace chladni {

/// Where the show stands on the film's own time. It follows a target that may wander (a tempo that drifts after frames
/// were made, a tracker that corrects itself) with bounded speed, so that the picture neither jumps nor stands.
class BeatLock {
public:
    /// `target`: where the film should be now. `elapsed`: since the last call. Returns where it is.
    Seconds follow(Seconds target, Seconds elapsed);

    Seconds position() const { return position_; }

private:
    static constexpr double kSlowest = 0.75, kFastest = 1.35;  // of real time: a wander that the eye forgives
    static constexpr double kJump_s = 1.0;                     // beyond this it is another place, not a wander
    bool started_ = false;
    Seconds position_;
};

}  // namespace chladni
