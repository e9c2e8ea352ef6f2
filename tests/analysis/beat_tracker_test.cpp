#include "engine/analysis/beat_tracker.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chladni {

namespace {

constexpr double kHop_s = 0.01;

/// A tracker that hears activations, hop by hop, as if no window lay between the sound and it.
class Listener {
public:
    // A beat each `interval_hops`, or none where that is 0.
    void hear(int hops, int interval_hops, bool silent = false) {
        for (int i = 0; i < hops; ++i, ++hop_) {
            HopSound sound;
            sound.centre_s = hop_ * kHop_s;
            sound.activation = interval_hops > 0 && hop_ % interval_hops == 0 ? 0.92f : 0.02f;
            sound.silent = silent;
            tracker.step(sound, Seconds{sound.centre_s});
            if (const auto beat = tracker.announced()) beats.push_back({sound.centre_s, beat->time.value});
        }
    }
    void skip(int hops) {
        hop_ += hops;
        tracker.skip(Seconds{hops * kHop_s});
    }
    double now_s() const { return hop_ * kHop_s; }

    struct Announced {
        double said_s, beat_s;
    };
    BeatTracker tracker;
    std::vector<Announced> beats;

private:
    int hop_ = 0;
};

void tap_at_120(Listener& listener) {
    for (int tap = 0; tap < 8; ++tap) {
        listener.hear(50, 0);
        listener.tracker.command(BeatCommand::kTap, Seconds{listener.now_s()});
    }
}

// By how much the shown beats lie after those that sound.
double off_the_beat_s(const Listener& listener, double interval_s) {
    const BeatGrid grid = listener.tracker.grid();
    const double at_s = grid.time_of(Beats{std::round(grid.beat.value)}).value;
    return std::remainder(at_s, interval_s);
}

}  // namespace

TEST(BeatTracker, EachBeatIsAnnouncedOnceAFifthOfASecondAhead) {
    Listener listener;
    listener.hear(2000, 50);
    ASSERT_GT(listener.beats.size(), 35u);
    for (std::size_t i = 4; i < listener.beats.size(); ++i) {
        const auto& [said_s, beat_s] = listener.beats[i];
        EXPECT_NEAR(beat_s - said_s, 0.195, 0.011);
        EXPECT_NEAR(std::remainder(beat_s, 0.5), 0.0, 0.03);
        EXPECT_NEAR(beat_s - listener.beats[i - 1].beat_s, 0.5, 0.05);
    }
}

TEST(BeatTracker, TheGridIsTheLineThroughTheBeats) {
    Listener listener;
    listener.hear(2001, 50);
    const BeatGrid grid = listener.tracker.grid();
    EXPECT_NEAR(grid.tempo.bpm, 120.0, 1.2);
    EXPECT_GT(grid.confidence, 0.5f);
    EXPECT_EQ(grid.source, BeatSource::kTracker);
    EXPECT_NEAR(std::remainder(grid.beat_at(Seconds{20.0}).value, 1.0), 0.0, 0.06);
}

TEST(BeatTracker, WithNothingToHearItAnnouncesNothing) {
    Listener listener;
    listener.hear(1200, 0, true);
    EXPECT_TRUE(listener.beats.empty());
    EXPECT_LT(listener.tracker.grid().confidence, 0.05f);
}

TEST(BeatTracker, ThroughAShortSilenceTheBeatRunsOnAndALongOneEndsIt) {
    Listener listener;
    listener.hear(1000, 50);
    const std::size_t before = listener.beats.size();
    listener.hear(100, 0, true);
    EXPECT_NEAR(static_cast<double>(listener.beats.size() - before), 2.0, 1.0);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 120.0, 2.0);
    listener.hear(1400, 0, true);
    const std::size_t after = listener.beats.size();
    listener.hear(500, 0, true);
    EXPECT_EQ(listener.beats.size(), after);
}

TEST(BeatTracker, EightTapsLeadWhereNothingIsHeard) {
    Listener listener;
    tap_at_120(listener);
    const BeatGrid grid = listener.tracker.grid();
    EXPECT_EQ(grid.source, BeatSource::kTap);
    EXPECT_NEAR(grid.tempo.bpm, 120.0, 1.0);
    EXPECT_TRUE(grid.trusted());
    EXPECT_NEAR(std::remainder(grid.beat_at(Seconds{listener.now_s()}).value, 1.0), 0.0, 0.05);
}

TEST(BeatTracker, AfterHalfAMinuteTheHandLetsGo) {
    Listener listener;
    tap_at_120(listener);
    listener.hear(2900, 0);
    EXPECT_EQ(listener.tracker.grid().source, BeatSource::kTap);
    listener.hear(200, 0);
    EXPECT_EQ(listener.tracker.grid().source, BeatSource::kTracker);
    EXPECT_FALSE(listener.tracker.grid().trusted());
}

TEST(BeatTracker, LostSoundLeavesTheBeatWhereItWas) {
    Listener listener;
    listener.hear(1000, 50);
    listener.skip(75);
    listener.hear(26, 50);
    EXPECT_NEAR(std::remainder(listener.tracker.grid().beat_at(Seconds{11.0}).value, 1.0), 0.0, 0.06);
}

TEST(BeatTracker, ANudgeMovesTheBeatAndStays) {
    Listener listener;
    listener.hear(1001, 50);
    const double before = off_the_beat_s(listener, 0.5);
    for (int i = 0; i < 3; ++i) listener.tracker.command(BeatCommand::kNudgeLater, Seconds{listener.now_s()});
    listener.hear(1000, 50);
    EXPECT_NEAR(off_the_beat_s(listener, 0.5) - before, 0.03, 0.004);
    listener.tracker.command(BeatCommand::kFollow, Seconds{listener.now_s()});
    listener.hear(500, 50);
    EXPECT_NEAR(off_the_beat_s(listener, 0.5), before, 0.004);
}

TEST(BeatTracker, DoubleAndHalveChangeTheLevelAndStay) {
    Listener listener;
    listener.hear(1001, 60);  // 100 BPM
    listener.tracker.command(BeatCommand::kDouble, Seconds{listener.now_s()});
    listener.hear(2000, 60);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 200.0, 3.0);
    listener.tracker.command(BeatCommand::kHalve, Seconds{listener.now_s()});
    listener.hear(2000, 60);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 100.0, 2.0);
}

TEST(BeatTracker, ResyncPutsTheBarWhereTheHandIs) {
    Listener listener;
    listener.hear(1001, 50);
    listener.hear(20, 50);  // a little before the middle of a beat
    listener.tracker.command(BeatCommand::kResync, Seconds{listener.now_s()});
    const BeatGrid grid = listener.tracker.grid();
    const double beat = grid.beat_at(Seconds{listener.now_s()}).value;
    EXPECT_NEAR(std::remainder(beat, 1.0), 0.0, 0.02);
    EXPECT_EQ((std::llround(beat) - grid.downbeat) % grid.beats_per_bar, 0);
}

TEST(BeatTracker, WhatIsHeldStaysWhateverIsHeard) {
    Listener listener;
    listener.hear(1001, 50);
    listener.tracker.command(BeatCommand::kHold, Seconds{listener.now_s()});
    listener.hear(2000, 37);
    EXPECT_EQ(listener.tracker.grid().source, BeatSource::kHold);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 120.0, 1.0);
    listener.tracker.command(BeatCommand::kFollow, Seconds{listener.now_s()});
    listener.hear(1000, 37);
    EXPECT_EQ(listener.tracker.grid().source, BeatSource::kTracker);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 6000.0 / 37.0, 3.0);
}

TEST(BeatTracker, ARunningClockLeadsAndWhenItStopsTheEarDoes) {
    Listener listener;
    listener.tracker.clock_start();
    double pulse_s = 0.0;
    const double period_s = 60.0 / (140.0 * 24.0);
    for (int hop = 0; hop < 2000; ++hop) {
        for (; pulse_s <= listener.now_s(); pulse_s += period_s) listener.tracker.clock_pulse(Seconds{pulse_s});
        listener.hear(1, 50);  // the sound says 120
    }
    const BeatGrid grid = listener.tracker.grid();
    EXPECT_EQ(grid.source, BeatSource::kClock);
    EXPECT_NEAR(grid.tempo.bpm, 140.0, 0.2);
    const double start_beat = grid.beat_at(Seconds{0.0}).value;  // the first pulse: a beat, and the start of a bar
    EXPECT_NEAR(std::remainder(start_beat, 1.0), 0.0, 0.03);
    EXPECT_EQ((std::llround(start_beat) - grid.downbeat) % grid.beats_per_bar, 0);
    listener.tracker.command(BeatCommand::kHalve, Seconds{listener.now_s()});
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 140.0, 0.2);  // the clock's tempo is the clock's
    listener.hear(1000, 50);
    EXPECT_EQ(listener.tracker.grid().source, BeatSource::kTracker);
    EXPECT_NEAR(listener.tracker.grid().tempo.bpm, 120.0, 1.5);
}

}  // namespace chladni
