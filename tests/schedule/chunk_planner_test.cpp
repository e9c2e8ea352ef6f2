#include "engine/schedule/chunk_planner.h"

#include <gtest/gtest.h>

namespace chladni {

TEST(LatencyModel, QuantilesAreNearestRank) {
    LatencyModel model;
    EXPECT_EQ(model.p95().value, 0.0);
    for (int i = 1; i <= 20; ++i) model.add(Seconds{0.1 * i});
    EXPECT_DOUBLE_EQ(model.p50().value, 1.0);
    EXPECT_DOUBLE_EQ(model.p95().value, 0.1 * 19);
}

TEST(LatencyModel, OldTimesAreForgotten) {
    LatencyModel model;
    model.add(Seconds{100});
    for (int i = 0; i < 40; ++i) model.add(Seconds{1});
    EXPECT_DOUBLE_EQ(model.quantile(1.0).value, 1.0);
}

TEST(LatencyModel, WhatIsMoreWorkIsExpectedToTakeThatMuchLongerAndWhatWasMeasuredStays) {
    LatencyModel model;
    model.add(Seconds{1.0}, 2.0);
    model.add(Seconds{4.0}, 4.0);
    EXPECT_DOUBLE_EQ(model.expected(0.50, 6.0).value, 3.0);
    EXPECT_DOUBLE_EQ(model.expected(0.95, 6.0).value, 6.0);
    EXPECT_DOUBLE_EQ(model.p50().value, 1.0);
    EXPECT_DOUBLE_EQ(model.p95().value, 4.0);
}

TEST(LatencyModel, WhatWasMeasuredThreeTimesIsNoLongerEstimated) {
    LatencyModel model;
    for (int i = 0; i < 30; ++i) model.add(Seconds{1.5}, 1.0);
    model.add(Seconds{1.6}, 6.0);
    model.add(Seconds{1.6}, 6.0);
    EXPECT_DOUBLE_EQ(model.expected(0.95, 6.0).value, 9.0);
    model.add(Seconds{1.7}, 6.0);
    EXPECT_DOUBLE_EQ(model.expected(0.50, 6.0).value, 1.6);
    EXPECT_DOUBLE_EQ(model.expected(0.95, 6.0).value, 1.7);
}

TEST(ChunkPlanner, TheFirstChunkStartsAtOnce) {
    EXPECT_EQ(ChunkPlanner().next(Seconds{5}, std::nullopt), Seconds{5});
}

TEST(ChunkPlanner, WaitsWhileThereIsTimeAndContinuesWhereTheLastEnded) {
    ChunkPlanner planner(Seconds{0.2});
    planner.took(Seconds{0.5});
    EXPECT_EQ(planner.next(Seconds{10.0}, Seconds{11.0}), std::nullopt);
    EXPECT_EQ(planner.next(Seconds{10.31}, Seconds{11.0}), Seconds{11.0});
}

TEST(ChunkPlanner, AChunkThatIsMoreWorkIsStartedSooner) {
    ChunkPlanner planner(Seconds{0.2});
    planner.took(Seconds{0.5}, 5.0);
    EXPECT_EQ(planner.next(Seconds{9.3}, Seconds{11.0}, 5.0), std::nullopt);
    EXPECT_EQ(planner.next(Seconds{9.3}, Seconds{11.0}, 16.0), Seconds{11.0});
}

TEST(ChunkPlanner, AChunkThatWouldBeLateBeginsWhereItCanBeShown) {
    ChunkPlanner planner(Seconds{0.2});
    planner.took(Seconds{3.0});
    EXPECT_EQ(planner.next(Seconds{10.0}, Seconds{11.0}), Seconds{13.0});
}

}  // namespace chladni
