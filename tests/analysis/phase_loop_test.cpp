#include "engine/analysis/phase_loop.h"

#include <gtest/gtest.h>

namespace chladni {

TEST(PhaseLoop, RunsAtItsRate) {
    PhaseLoop loop;
    loop.lock(0.0, 2.5);
    loop.advance(2.0);
    EXPECT_DOUBLE_EQ(loop.beat(), 5.0);
    EXPECT_DOUBLE_EQ(loop.beats_per_s(), 2.5);
}

TEST(PhaseLoop, ThePullGoesTheShortWayAndNeverJumps) {
    PhaseLoop loop;
    loop.advance(4.95);  // 9.9 beats
    loop.pull(0.1, 2.0);
    EXPECT_NEAR(loop.beat(), 9.92, 1e-9);  // a tenth of the 0.2 beats to 10.1, not back to 9.1
    loop.pull(0.72, 2.0);
    EXPECT_NEAR(loop.beat(), 9.90, 1e-9);
}

TEST(PhaseLoop, ComesToTheRateAndPhaseThatItIsGiven) {
    PhaseLoop loop;
    const double rate = 174.0 / 60.0;
    double t = 0.0;
    for (int hop = 0; hop < 500; ++hop) {
        loop.advance(0.01);
        t += 0.01;
        const double beats = 0.3 + rate * t;
        loop.pull(beats - std::floor(beats), rate);
    }
    EXPECT_NEAR(loop.beats_per_s(), rate, 1e-6);
    EXPECT_NEAR(std::remainder(loop.beat() - 0.3 - rate * t, 1.0), 0.0, 1e-3);
}

TEST(PhaseLoop, LockTakesTheNearestBeatWithThatPhase) {
    PhaseLoop loop;
    loop.advance(5.1);  // 10.2 beats
    loop.lock(0.9, 1.5);
    EXPECT_NEAR(loop.beat(), 9.9, 1e-9);
    EXPECT_DOUBLE_EQ(loop.beats_per_s(), 1.5);
}

}  // namespace chladni
