#include "engine/analysis/beat_path.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

using Hops = std::vector<std::size_t>;

Hops every(std::size_t interval, std::size_t from, std::size_t to) {
    Hops hops;
    for (std::size_t hop = from; hop < to; hop += interval) hops.push_back(hop);
    return hops;
}

std::vector<float> played(std::size_t length, const Hops& beats) {
    std::vector<float> activations(length, 0.02f);
    for (const std::size_t hop : beats) activations[hop] = 0.9f;
    return activations;
}

}  // namespace

TEST(BeatPath, EvenBeatsAreFoundFromTheFirstToTheLast) {
    for (const std::size_t interval : {34, 47, 60, 80}) {
        const Hops beats = every(interval, 10, 1000);
        EXPECT_EQ(BeatPath().beats(played(1000, beats)), beats) << interval;
    }
}

TEST(BeatPath, BeatsThatAreLeftOutAreFilledIn) {
    Hops heard = every(50, 0, 1000);
    heard.erase(heard.begin() + 8, heard.begin() + 12);
    const Hops beats = BeatPath().beats(played(1000, heard));
    ASSERT_EQ(beats.size(), 20u);
    for (std::size_t i = 0; i < beats.size(); ++i)
        EXPECT_NEAR(static_cast<double>(beats[i]), 50.0 * static_cast<double>(i), 2.0);
}

TEST(BeatPath, ATempoThatJumpsIsFollowedFromItsFirstBeat) {
    Hops heard = every(60, 0, 1000);
    const Hops faster = every(45, heard.back() + 45, 2000);
    heard.insert(heard.end(), faster.begin(), faster.end());
    EXPECT_EQ(BeatPath().beats(played(2000, heard)), heard);
}

TEST(BeatPath, WhatIsHeardBetweenTheBeatsIsNoBeat) {
    const Hops beats = every(50, 0, 1000);
    auto activations = played(1000, beats);
    for (const std::size_t hop : every(50, 25, 1000)) activations[hop] = 0.3f;
    EXPECT_EQ(BeatPath().beats(activations), beats);
}

TEST(BeatPath, NothingHasNoBeats) { EXPECT_EQ(BeatPath().beats({}), Hops{}); }

}  // namespace chladni
