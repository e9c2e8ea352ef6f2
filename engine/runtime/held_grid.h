#pragma once

#include <algorithm>
#include <cmath>

#include "engine/types/beat_grid.h"

namespace chladni {

/// Keeps the beat over a change of the input's rate, where the analyzer begins anew: the grid from before goes on, less sure
/// as time passes, until the new one is surer; then beats are counted on from it. Analysis thread only.
class HeldGrid {
public:
    static constexpr double kHalves_s = 8.0;  ///< how long it takes to be half as sure

    /// From now on `grid`, which is on show time, stands in.
    void hold(const BeatGrid& grid, Seconds now) {
        held_ = grid;
        since_ = now;
        holds_ = grid.trusted();
        shift_ = 0;
    }

    /// The one to be believed now.
    BeatGrid of(const BeatGrid& fresh, Seconds now) {
        if (holds_) {
            BeatGrid aged = held_;
            aged.confidence *= static_cast<float>(std::exp2(-std::max(0.0, (now - since_).value) / kHalves_s));
            if (fresh.confidence < aged.confidence && aged.trusted()) return aged;
            holds_ = false;
            if (fresh.trusted()) shift_ = static_cast<int>(std::lround((held_.beat_at(now) - fresh.beat_at(now)).value));
        }
        BeatGrid counted = fresh;
        counted.beat += Beats{static_cast<double>(shift_)};
        counted.downbeat += shift_;
        return counted;
    }

private:
    BeatGrid held_;
    Seconds since_;
    bool holds_ = false;
    int shift_ = 0;  // of the new count against the old one
};

}  // namespace chladni
