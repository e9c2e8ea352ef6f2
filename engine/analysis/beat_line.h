#pragma once

#include <cmath>

namespace chladni {

/// Even beats: a moment on one of them, and how long they are.
struct BeatLine {
    double interval_s = 0.5;
    double at_s = 0.0;
    double beats_at(double t) const { return (t - at_s) / interval_s; }
    double phase_at(double t) const { return beats_at(t) - std::floor(beats_at(t)); }  ///< 0..1
};

}  // namespace chladni
