#pragma once

#include <vector>

#include "engine/base/units.h"

namespace chladni {

/// What a chunk may cost.
struct Effort {
    int steps = 4;       ///< of denoising
    double scale = 1.0;  ///< of the picture's width and height, while it is made

    bool operator==(const Effort&) const = default;
};

/// What is asked of a generator, and how small a picture it can still make well.
struct EffortWish {
    int steps = 4;             ///< from 1
    double least_scale = 0.5;  ///< 1: no smaller than it is
};

/// How much the making of a chunk of that effort costs, in steps of the whole picture: all that is not denoising takes as long as
/// about two of them (measured with the nano model on a CPU).
double cost_of(const Effort& effort);

/// All that may become of a wish, the dearest first: three quarters of the steps, then a smaller picture, and half of the steps, but
/// three, only when it is as small as it can be. (The nano model at 192x112 in 3 steps draws shapes, at 256x144 in 2 a blur.)
std::vector<Effort> efforts_for(const EffortWish& wish);

/// Keeps a generator in real time on a machine that is too slow for what was asked of it, and takes up more again where there is
/// time. Pure: the caller brings the times.
class Pace {
public:
    Effort effort(const EffortWish& wish) const;

    /// A chunk of that effort was made. `load`: the time it took by the time it lasts; 1 is just in time.
    void took(double load, const EffortWish& wish);

private:
    void go_to(std::size_t rung);

    std::size_t rung_ = 0;  // of the ladder of efforts; 0: all that was asked
    int slow_ = 0;          // chunks in a row that took too long
    int easy_ = 0;          // chunks in a row that left time for more
    int patience_ = 8;      // of those, before more is tried
    int since_climb_ = 1 << 20;  // chunks; never, at first
};

}  // namespace chladni
