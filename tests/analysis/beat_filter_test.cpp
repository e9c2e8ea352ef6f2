#include "engine/analysis/beat_filter.h"

#include <gtest/gtest.h>

#include <cmath>

namespace chladni {

namespace {

constexpr float kOn = 0.92f, kOff = 0.02f;

// A beat on each hop that is a multiple of the interval, from hop `from` on; the mean evidence of a hop.
double play(BeatFilter& filter, int interval_hops, int hops) {
    double evidence = 0.0;
    for (int hop = 0; hop < hops; ++hop) evidence += filter.step(hop % interval_hops == 0 ? kOn : kOff) / hops;
    return evidence;
}

double off_beat(double phase) { return std::abs(std::remainder(phase, 1.0)); }

}  // namespace

TEST(BeatFilter, FindsTheIntervalAndThePhaseOfEvenBeats) {
    for (const int interval : {36, 48, 60, 75}) {
        BeatFilter filter;
        play(filter, interval, 10 * interval + 1);  // the last hop is a beat
        EXPECT_NEAR(filter.belief().interval_hops, interval, 0.01 * interval) << interval;
        EXPECT_LT(off_beat(filter.belief().phase), 0.05) << interval;
        EXPECT_GT(filter.belief().mass, 0.9) << interval;
    }
}

TEST(BeatFilter, PhaseRunsOnWithTheHops) {
    BeatFilter filter;
    play(filter, 50, 501);
    for (int hop = 1; hop <= 25; ++hop) filter.step(kOff);
    EXPECT_NEAR(filter.belief().phase, 0.5, 0.05);
}

TEST(BeatFilter, EvenBeatsAreEvidenceAndAnEvenRoarIsNone) {
    BeatFilter music, roar;
    play(music, 50, 500);
    EXPECT_GT(play(music, 50, 500), 0.0);
    double evidence = 0.0;
    for (int hop = 0; hop < 500; ++hop) evidence += roar.step(0.5f);
    EXPECT_LT(evidence, 0.0);
}

TEST(BeatFilter, CoastsThroughAGapInStep) {
    BeatFilter filter;
    play(filter, 50, 1001);
    for (int hop = 0; hop < 200; ++hop) filter.coast();  // four beats
    EXPECT_NEAR(filter.belief().interval_hops, 50.0, 1.0);
    EXPECT_LT(off_beat(filter.belief().phase), 0.1);
}

TEST(BeatFilter, ASuggestionIsBelievedByItsWeight) {
    BeatFilter filter;
    play(filter, 50, 500);
    filter.suggest(70.0, 0.25, 0.9);
    EXPECT_NEAR(filter.belief().interval_hops, 70.0, 1.5);
    EXPECT_NEAR(filter.belief().phase + 0.5 / TempoSpace::kBeatPart, 0.25, 0.05);
}

TEST(BeatFilter, TasteDecidesBetweenOctaves) {
    BeatFilter slow, fast;
    slow.prefer({75.0, 0.15, 5.0});
    fast.prefer({150.0, 0.15, 5.0});
    play(slow, 40, 1201);
    play(fast, 40, 1201);
    EXPECT_NEAR(fast.belief().interval_hops, 40.0, 0.5);
    EXPECT_NEAR(slow.belief().interval_hops, 80.0, 1.0);
}

TEST(BeatFilter, ResetForgetsTheBeat) {
    BeatFilter filter;
    play(filter, 40, 1000);
    ASSERT_GT(filter.belief().mass, 0.9);
    filter.reset();
    EXPECT_LT(filter.belief().mass, 0.3);  // what the taste alone puts on the tempi around its centre
}

}  // namespace chladni
