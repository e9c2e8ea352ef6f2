#include "engine/analysis/onset_peaks.h"

#include <gtest/gtest.h>

#include <utility>

namespace chladni {

namespace {

using Hops = std::vector<std::size_t>;

std::vector<float> with_peaks(std::size_t length, std::initializer_list<std::pair<std::size_t, float>> peaks) {
    std::vector<float> flux(length, 0.5f);
    for (const auto& [hop, height] : peaks) flux[hop] = height;
    return flux;
}

}  // namespace

TEST(OnsetPeaks, EachPeakIsOneOnset) {
    EXPECT_EQ(onset_peaks(with_peaks(200, {{20, 8.0f}, {21, 5.0f}, {90, 6.0f}, {150, 9.0f}})), (Hops{20, 90, 150}));
}

TEST(OnsetPeaks, TheLoudestOfNeighboursIsTheOnset) {
    EXPECT_EQ(onset_peaks(with_peaks(100, {{49, 5.0f}, {50, 8.0f}, {52, 7.0f}})), Hops{50});
}

TEST(OnsetPeaks, WhatBarelyStandsOutIsNone) {
    EXPECT_EQ(onset_peaks(with_peaks(100, {{50, 1.4f}})), Hops{});
    EXPECT_EQ(onset_peaks(with_peaks(100, {{50, 1.8f}})), Hops{50});
}

TEST(OnsetPeaks, EqualPeaksSideBySideAreOne) {
    EXPECT_EQ(onset_peaks(with_peaks(100, {{50, 8.0f}, {51, 8.0f}, {52, 8.0f}})), Hops{50});
}

TEST(OnsetPeaks, TheEdgesOfThePieceCount) {
    EXPECT_EQ(onset_peaks(with_peaks(60, {{0, 8.0f}, {59, 8.0f}})), (Hops{0, 59}));
}

TEST(OnsetPeaks, NothingHasNone) {
    EXPECT_EQ(onset_peaks({}), Hops{});
    EXPECT_EQ(onset_peaks(std::vector<float>(100)), Hops{});
}

}  // namespace chladni
