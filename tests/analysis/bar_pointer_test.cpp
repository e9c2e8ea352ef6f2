#include "engine/analysis/bar_pointer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

BeatLikelihood sounding(float beat, float downbeat) { return {beat, downbeat, (1.0f - std::max(beat, downbeat)) / 15.0f}; }
const BeatLikelihood kOn = sounding(0.92f, 0.92f), kOff = sounding(0.02f, 0.02f);

// A beat on each hop that is a multiple of the interval, from hop `from` on; the mean evidence of a hop.
double play(BarPointer& pointer, int interval_hops, int hops) {
    double evidence = 0.0;
    for (int hop = 0; hop < hops; ++hop) evidence += pointer.step(hop % interval_hops == 0 ? kOn : kOff) / hops;
    return evidence;
}

// So many beats of half a second, and half of one: those of a bar's start sound like it.
void play_bars(BarPointer& pointer, int metre, int first, int beats) {
    for (int hop = 0; hop < beats * 50 - 25; ++hop) {
        const bool starts = (hop / 50 - first) % metre == 0;
        pointer.step(hop % 50 != 0 ? kOff : starts ? sounding(0.1f, 0.8f) : sounding(0.8f, 0.1f));
    }
}

double off_beat(double phase) { return std::abs(std::remainder(phase, 1.0)); }

}  // namespace

TEST(BarPointer, FindsTheIntervalAndThePhaseOfEvenBeats) {
    for (const int interval : {36, 48, 60, 75}) {
        BarPointer pointer;
        play(pointer, interval, 10 * interval + 1);  // the last hop is a beat
        EXPECT_NEAR(pointer.belief().interval_hops, interval, 0.01 * interval) << interval;
        EXPECT_LT(off_beat(pointer.belief().phase), 0.05) << interval;
        EXPECT_GT(pointer.belief().mass, 0.9) << interval;
    }
}

TEST(BarPointer, PhaseRunsOnWithTheHops) {
    BarPointer pointer;
    play(pointer, 50, 501);
    for (int hop = 1; hop <= 25; ++hop) pointer.step(kOff);
    EXPECT_NEAR(pointer.belief().phase, 0.5, 0.05);
}

TEST(BarPointer, EvenBeatsAreEvidenceAndAnEvenRoarIsNone) {
    BarPointer music, roar;
    play(music, 50, 500);
    EXPECT_GT(play(music, 50, 500), 0.0);
    double evidence = 0.0;
    for (int hop = 0; hop < 500; ++hop) evidence += roar.step(sounding(0.5f, 0.5f));
    EXPECT_LT(evidence, 0.0);
}

TEST(BarPointer, CoastsThroughAGapInStep) {
    BarPointer pointer;
    play(pointer, 50, 1001);
    for (int hop = 0; hop < 200; ++hop) pointer.coast();  // four beats
    EXPECT_NEAR(pointer.belief().interval_hops, 50.0, 1.0);
    EXPECT_LT(off_beat(pointer.belief().phase), 0.1);
}

TEST(BarPointer, ASuggestionIsBelievedByItsWeight) {
    BarPointer pointer;
    play(pointer, 50, 500);
    pointer.suggest(70.0, 0.25, 0.9);
    EXPECT_NEAR(pointer.belief().interval_hops, 70.0, 1.5);
    EXPECT_NEAR(pointer.belief().phase + 0.5 / TempoSpace::kBeatPart, 0.25, 0.05);
}

TEST(BarPointer, TasteDecidesBetweenOctaves) {
    BarPointer slow, fast;
    slow.prefer({75.0, 0.15, 5.0});
    fast.prefer({150.0, 0.15, 5.0});
    play(slow, 40, 1201);
    play(fast, 40, 1201);
    EXPECT_NEAR(fast.belief().interval_hops, 40.0, 0.5);
    EXPECT_NEAR(slow.belief().interval_hops, 80.0, 1.0);
}

TEST(BarPointer, FindsWhereBarsStartFromTheBeatsThatSoundLikeIt) {
    for (const int metre : {3, 4})
        for (int first = 0; first < metre; ++first) {
            BarPointer pointer;
            play_bars(pointer, metre, first, 12 * metre);
            const BarBelief belief = pointer.belief();  // in the middle of the last beat
            const int place = ((12 * metre - 1 - first) % metre + metre) % metre;
            EXPECT_GT(belief.places[static_cast<std::size_t>(place + (metre == 3 ? 4 : 0))], 0.9) << metre << " from " << first;
        }
}

TEST(BarPointer, ABeatThatIsWeighedAfterwardsStartsTheBar) {
    BarPointer pointer;
    play(pointer, 50, 526);
    pointer.weigh_last_beat(1000.0);
    EXPECT_GT(pointer.belief().places[1] + pointer.belief().places[5], 0.9);
}

TEST(BarPointer, ABarThatAHandStartsIsBelieved) {
    BarPointer pointer;
    play(pointer, 50, 510);
    pointer.start_bar(true);
    EXPECT_GT(pointer.belief().places[0] + pointer.belief().places[4], 0.99);
    pointer.start_bar(false);
    EXPECT_GT(pointer.belief().places[3] + pointer.belief().places[6], 0.99);
}

TEST(BarPointer, PlacesAreAWhole) {
    BarPointer pointer;
    play_bars(pointer, 4, 1, 9);
    double sum = 0.0;
    for (const double p : pointer.belief().places) sum += p;
    EXPECT_NEAR(sum, 1.0, 1e-3);
}

TEST(BarPointer, ResetForgetsTheBeat) {
    BarPointer pointer;
    play(pointer, 40, 1000);
    ASSERT_GT(pointer.belief().mass, 0.9);
    pointer.reset();
    EXPECT_LT(pointer.belief().mass, 0.3);  // what the taste alone puts on the tempi around its centre
}

}  // namespace chladni
