#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "engine/measure/timed_curve.h"

namespace chladni {

/// When something in the sound begins, to a few ms: in each of four bands the peak of every 2 ms, and by how much it is over the
/// loudest of the 24 ms before. (The analysis' own onset strength hears 43 ms at once, which is right for the beat and too
/// blurred for a lag.) Takes samples in pieces of any size. One thread.
class AttackCurve {
public:
    explicit AttackCurve(double rate_hz);
    void take(std::span<const float> mono);
    /// "onset": the mean of the bands' rises, each in logarithms and against its own loudest; time 0 is sample 0.
    TimedCurve finish() const;

private:
    static constexpr std::size_t kCuts = 3;

    /// A filter of second order, transposed direct form II.
    struct Filter {
        double b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0, z1 = 0, z2 = 0;
        double step(double x);
    };
    static Filter low_pass(double cut_hz, double rate_hz);
    static Filter high_pass(double cut_hz, double rate_hz);
    void end_cell();

    double rate_hz_;
    std::vector<std::array<Filter, 2>> bands_;   // high-pass, then low-pass; what is not wanted passes all
    std::vector<double> peak_;                   // [bands], of the cell
    std::vector<std::vector<float>> cells_;      // [bands][cells]
    double taken_ = 0, cell_end_ = 0;            // samples
};

}  // namespace chladni
