#include "engine/schedule/pace.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

// A machine on which a step of the whole picture, or what costs as much, takes that share of a chunk's time.
void make(Pace& pace, int chunks, double step_load, int steps = 4) {
    for (int i = 0; i < chunks; ++i) pace.took(step_load * cost_of(pace.effort(steps)), steps);
}

}  // namespace

TEST(Pace, AMachineThatIsFastEnoughDoesAllThatWasAsked) {
    Pace pace;
    make(pace, 100, 0.15);
    EXPECT_EQ(pace.effort(4), (Effort{4, 1.0}));
    EXPECT_EQ(pace.effort(20), (Effort{20, 1.0}));
    EXPECT_EQ(pace.effort(1), (Effort{1, 1.0}));
}

TEST(Pace, FewerStepsComeBeforeASmallerPicture) {
    Pace slower, slow, slowest;
    make(slower, 2, 0.18);  // 6 cost 1.08, 5 cost .9
    EXPECT_EQ(slower.effort(4), (Effort{3, 1.0}));
    make(slow, 2, 0.3);  // 4 cost 1.2, 2.25 cost .675
    EXPECT_EQ(slow.effort(4), (Effort{2, 0.75}));
    make(slowest, 2, 3.0);
    EXPECT_EQ(slowest.effort(4), (Effort{2, 0.5}));
    make(slowest, 50, 3.0);
    EXPECT_EQ(slowest.effort(4), (Effort{2, 0.5}));
    EXPECT_EQ(slowest.effort(1), (Effort{1, 0.5}));
}

TEST(Pace, OneSlowChunkIsNoReason) {
    Pace pace;
    for (int i = 0; i < 20; ++i) {
        pace.took(1.5, 4);
        pace.took(0.7, 4);
    }
    EXPECT_EQ(pace.effort(4), (Effort{4, 1.0}));
}

TEST(Pace, WhatIsFreeAgainIsTakenUpAgain) {
    Pace pace;
    make(pace, 4, 0.3);
    make(pace, 40, 0.1);
    EXPECT_EQ(pace.effort(4), (Effort{4, 1.0}));
}

TEST(Pace, AMachineBetweenTwoEffortsGoesBackAndForthEverMoreSeldom) {
    // Here the model of the cost is wrong: five cost far more than four and one.
    Pace pace;
    int changes = 0;
    Effort before = pace.effort(4);
    for (int i = 0; i < 1000; ++i) {
        const Effort now = pace.effort(4);
        pace.took(now.steps == 4 ? 1.1 : 0.5, 4);
        changes += pace.effort(4) == before ? 0 : 1;
        before = pace.effort(4);
    }
    EXPECT_GE(changes, 5);
    EXPECT_LE(changes, 24);
}

TEST(Pace, AnotherNumberOfStepsIsHeededAtOnce) {
    Pace pace;
    make(pace, 4, 0.18);
    EXPECT_EQ(pace.effort(4).steps, 3);
    EXPECT_EQ(pace.effort(8).steps, 7);
    make(pace, 4, 0.18, 8);
    EXPECT_EQ(pace.effort(8).steps, 3);
    EXPECT_EQ(pace.effort(2), (Effort{2, 0.5}));  // until there was a chunk of it
    make(pace, 40, 0.18, 2);
    EXPECT_EQ(pace.effort(2), (Effort{2, 1.0}));
}

}  // namespace chladni
