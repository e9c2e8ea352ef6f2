#include "engine/playout/beat_lock.h"

#include <algorithm>
#include <cmath>

namespace chladni {

Seconds BeatLock::follow(Seconds target, Seconds elapsed) {
    const double error = target.value - (position_.value + elapsed.value);
    if (!started_ || std::abs(error) > kJump_s) {
        started_ = true;
        return position_ = target;
    }
    // A quarter of a second to make up for what is wrong, within the bounds.
    const double step = elapsed.value * (1.0 + error / 0.25);
    position_.value += std::clamp(step, kSlowest * elapsed.value, kFastest * elapsed.value);
    return position_;
}

}  // namespace chladni
