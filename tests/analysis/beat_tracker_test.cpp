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
        listener.tracker.tap(Seconds{listener.now_s()});
    }
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

}  // namespace chladni
