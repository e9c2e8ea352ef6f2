#include "engine/analysis/bar_path.h"

#include <gtest/gtest.h>

#include <vector>

namespace chladni {

namespace {

/// Beats of which each `metre`-th from `first` on is likelier to start a bar.
std::vector<double> ratios(int beats, int metre, int first) {
    std::vector<double> all;
    for (int beat = 0; beat < beats; ++beat) all.push_back((beat - first) % metre == 0 ? 3.0 : 0.5);
    return all;
}

}  // namespace

TEST(BarPath, CountsBarsOfFourAndOfThree) {
    EXPECT_EQ(bar_starts(ratios(16, 4, 2)), (std::vector<std::size_t>{2, 6, 10, 14}));
    EXPECT_EQ(bar_starts(ratios(12, 3, 1)), (std::vector<std::size_t>{1, 4, 7, 10}));
}

TEST(BarPath, OneWrongBeatDoesNotBreakTheCount) {
    auto all = ratios(32, 4, 0);
    all[13] = 5.0;
    all[12] = 0.4;
    EXPECT_EQ(bar_starts(all), (std::vector<std::size_t>{0, 4, 8, 12, 16, 20, 24, 28}));
}

TEST(BarPath, ABreakInTheCountIsFollowed) {
    auto all = ratios(32, 4, 0);
    const auto moved = ratios(32, 4, 2);
    all.insert(all.end(), moved.begin(), moved.end());
    const auto starts = bar_starts(all);
    EXPECT_EQ(starts.front(), 0u);
    EXPECT_EQ(starts.back(), 62u);
}

TEST(BarPath, NothingIsCountedOfNothing) { EXPECT_TRUE(bar_starts({}).empty()); }

}  // namespace chladni
