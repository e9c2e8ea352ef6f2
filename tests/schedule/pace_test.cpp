#include "engine/schedule/pace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

namespace chladni {

namespace {

// A machine on which a step of the whole picture, or what costs as much, takes that share of a chunk's time.
void make(Pace& pace, int chunks, double step_load, const EffortWish& wish = {4, 0.5}) {
    for (int i = 0; i < chunks; ++i) pace.took(step_load * cost_of(pace.effort(wish)), wish);
}

}  // namespace

TEST(Pace, StepsAreLeftOutBeforeThePictureIsSmaller) {
    EXPECT_EQ(efforts_for({4, 0.5}), (std::vector<Effort>{{4, 1.0}, {3, 1.0}, {4, 0.75}, {3, 0.75}, {4, 0.5}, {3, 0.5}}));
    EXPECT_EQ(efforts_for({8, 0.7}), (std::vector<Effort>{{8, 1.0}, {7, 1.0}, {6, 1.0}, {8, 0.75}, {7, 0.75}, {6, 0.75}, {4, 0.75}}));
    EXPECT_EQ(efforts_for({4, 1.0}), (std::vector<Effort>{{4, 1.0}, {3, 1.0}}));
    EXPECT_EQ(efforts_for({2, 0.5}), (std::vector<Effort>{{2, 1.0}, {2, 0.75}, {2, 0.5}}));
    EXPECT_EQ(efforts_for({1, 1.0}), (std::vector<Effort>{{1, 1.0}}));
    EXPECT_EQ(efforts_for({8, 0.5, 7}), (std::vector<Effort>{{8, 1.0}, {7, 1.0}, {8, 0.75}, {7, 0.75}, {8, 0.5}, {7, 0.5}}));
    for (const int steps : {1, 4, 8, 30, 50}) {
        const std::vector<Effort> efforts = efforts_for({steps, 0.5});
        EXPECT_TRUE(std::ranges::is_sorted(efforts, std::ranges::greater_equal(), cost_of)) << steps;
    }
}

TEST(Pace, AMachineThatIsFastEnoughDoesAllThatWasAsked) {
    Pace pace;
    make(pace, 100, 0.04);
    EXPECT_EQ(pace.effort({4, 0.5}), (Effort{4, 1.0}));
    EXPECT_EQ(pace.effort({20, 0.5}), (Effort{20, 1.0}));
}

TEST(Pace, AsMuchIsLeftOutAsHasToBe) {
    Pace slower, slow, slowest;
    make(slower, 2, 0.17);  // a cost of 6 takes 1.02, one of 5 takes .85
    EXPECT_EQ(slower.effort({4, 0.5}), (Effort{3, 1.0}));
    make(slow, 2, 0.3);  // 5 take 1.5, 2.8 take .84
    EXPECT_EQ(slow.effort({4, 0.5}), (Effort{3, 0.75}));
    make(slowest, 50, 3.0);
    EXPECT_EQ(slowest.effort({4, 0.5}), (Effort{3, 0.5}));
    EXPECT_EQ(slowest.effort({1, 0.5}), (Effort{1, 0.5}));
}

TEST(Pace, OneSlowChunkIsNoReason) {
    Pace pace;
    for (int i = 0; i < 20; ++i) {
        pace.took(1.5, {});
        pace.took(0.7, {});
    }
    EXPECT_EQ(pace.effort({}), (Effort{4, 1.0}));
}

TEST(Pace, OneThatIsFarTooSlowIs) {
    Pace pace;
    pace.took(2.5, {});
    EXPECT_NE(pace.effort({}), (Effort{4, 1.0}));
}

TEST(Pace, WhatIsFreeAgainIsTakenUpAgain) {
    Pace pace;
    make(pace, 4, 0.3);
    EXPECT_NE(pace.effort({}), (Effort{4, 1.0}));
    make(pace, 40, 0.1);
    EXPECT_EQ(pace.effort({}), (Effort{4, 1.0}));
}

TEST(Pace, AMachineBetweenTwoEffortsGoesBackAndForthEverMoreSeldom) {
    // Here the estimate of the cost is wrong: the fourth step costs nearly as much as all the rest.
    Pace pace;
    int changes = 0;
    Effort before = pace.effort({});
    for (int i = 0; i < 1000; ++i) {
        const Effort now = pace.effort({});
        pace.took(now.steps == 4 ? 1.1 : now.scale == 1.0 ? 0.6 : 0.3, {});
        changes += pace.effort({}) == before ? 0 : 1;
        before = pace.effort({});
    }
    EXPECT_GE(changes, 5);
    EXPECT_LE(changes, 24);
}

TEST(Pace, AnotherWishIsHeededAtOnce) {
    Pace pace;
    make(pace, 4, 0.17);
    EXPECT_EQ(pace.effort({4, 0.5}).steps, 3);
    EXPECT_EQ(pace.effort({8, 0.5}), (Effort{7, 0.75}));  // 8, 7 and 6 steps would take 1.7, 1.53 and 1.36, smaller ones .96 and this .86
    EXPECT_EQ(pace.effort({50, 0.5}), (Effort{25, 0.5}));  // as little as there is
    EXPECT_EQ(pace.effort({2, 0.5}), (Effort{2, 1.0}));
    make(pace, 1, 0.17, {8, 0.5});
    EXPECT_EQ(pace.effort({8, 0.5}), (Effort{7, 0.75}));
    EXPECT_EQ(pace.effort({4, 0.5}).steps, 3);
}

TEST(Pace, AHiccupIsNoMeasureOfAnotherWish) {
    Pace pace;
    make(pace, 4, 0.05);
    pace.took(0.9, {4, 0.5});
    EXPECT_EQ(pace.effort({8, 0.5}), (Effort{8, 1.0}));
}

// Whoever climbed too soon once is no coward for the rest of the show.
TEST(Pace, OneClimbTooSoonCostsPatienceOnceAndAGoodOneGivesItBack) {
    Pace pace;
    make(pace, 2, 0.3);
    EXPECT_EQ(pace.effort({}), (Effort{3, 0.75}));
    const auto chunks_until_it_climbs = [&] {
        const Effort before = pace.effort({});
        for (int i = 1; i < 1000; ++i) {
            pace.took(0.1 * cost_of(pace.effort({})), {});
            if (cost_of(pace.effort({})) > cost_of(before)) return i;
        }
        return 0;
    };
    EXPECT_EQ(chunks_until_it_climbs(), 8);
    make(pace, 2, 0.3);  // too soon
    make(pace, 2, 0.65);  // and it gets worse, without another climb
    EXPECT_EQ(pace.effort({}), (Effort{3, 0.5}));
    for (const Effort& next : {Effort{4, 0.5}, Effort{3, 0.75}, Effort{4, 0.75}, Effort{3, 1.0}}) {  // the third was too much, and has held for as long
        EXPECT_EQ(chunks_until_it_climbs(), 16);
        EXPECT_EQ(pace.effort({}), next);
    }
    EXPECT_EQ(chunks_until_it_climbs(), 8);
    EXPECT_EQ(pace.effort({}), (Effort{4, 1.0}));
    make(pace, 8, 0.1);
    make(pace, 2, 0.3);  // in its own time, not since a climb
    EXPECT_EQ(chunks_until_it_climbs(), 8);
}

}  // namespace chladni
