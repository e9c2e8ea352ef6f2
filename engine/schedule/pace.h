#pragma once

#include "engine/base/units.h"

namespace chladni {

/// What a chunk may cost.
struct Effort {
    int steps = 4;       ///< of denoising
    double scale = 1.0;  ///< of the picture's width and height, while it is made

    bool operator==(const Effort&) const = default;
};

/// How much the making of a chunk of that effort costs, in steps of the whole picture: all that is not denoising takes as long as
/// about two of them (measured with the nano model on a CPU).
double cost_of(const Effort& effort);

/// Keeps a generator in real time on a machine that is too slow for what was asked of it: first with fewer steps, down to two, then
/// with a smaller picture, down to half; and takes up more again where there is time. Pure: the caller brings the times.
class Pace {
public:
    /// What to ask for where `steps` (from 1) were wanted.
    Effort effort(int steps) const;

    /// A chunk of that effort was made. `load`: the time it took by the time it lasts; 1 is just in time.
    void took(double load, int steps);

private:
    void go_to(int rung);

    int rung_ = 0;        // of the ladder of efforts; 0: all that was asked
    int slow_ = 0;        // chunks in a row that took too long
    int easy_ = 0;        // chunks in a row that left time for more
    int patience_ = 8;    // of those, before more is tried
    int since_climb_ = 1 << 20;
};

}  // namespace chladni
