#include "engine/playout/playout_queue.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace chladni {

namespace {

constexpr double kFps = 24.0;
constexpr Seconds kBeat{0.5};

struct Rig {
    std::set<SlotIndex> returned;
    PlayoutQueue queue{[this](SlotIndex slot) { returned.insert(slot); }};
    SlotIndex next = 0;

    void add(std::int64_t chunk, double start_s, int frames) {
        for (int i = 0; i < frames; ++i) {
            const double t = start_s + i / kFps;
            queue.push({next++, 8, 8, {Seconds{t}, Beats{2.0 * t}}, chunk});
        }
    }
    double shown_time(double position) {
        const ShownFrames shown = *queue.at(Seconds{position}, kBeat);
        return shown.from.stamp.time.value + shown.blend * (shown.to.stamp.time - shown.from.stamp.time).value;
    }
};

}  // namespace

TEST(PlayoutQueue, ShowsNothingOnlyBeforeTheFirstFrameEver) {
    Rig rig;
    EXPECT_EQ(rig.queue.at(Seconds{1}, kBeat), std::nullopt);
    rig.add(0, 5.0, 24);
    for (double t : {0.0, 4.9, 5.0, 5.5, 6.0, 7.0, 100.0}) EXPECT_TRUE(rig.queue.at(Seconds{t}, kBeat)) << t;
}

TEST(PlayoutQueue, BlendsTheTwoFramesAroundThePosition) {
    Rig rig;
    rig.add(0, 0.0, 48);
    const ShownFrames shown = *rig.queue.at(Seconds{10.25 / kFps}, kBeat);
    EXPECT_EQ(shown.from.slot, 10u);
    EXPECT_EQ(shown.to.slot, 11u);
    EXPECT_NEAR(shown.blend, 0.25, 1e-4);
    EXPECT_FALSE(shown.bridging);
}

TEST(PlayoutQueue, WithNothingNewTheLastBeatsGoBackAndForthWithoutAStandstill) {
    Rig rig;
    rig.add(0, 0.0, 48);  // 2 s: the last frame is at 47/24
    double before = rig.shown_time(47 / kFps);
    for (double t = 2.02; t < 12.0; t += 1.0 / 60.0) {
        const double at = rig.shown_time(t);
        EXPECT_LT(std::abs(at - before), 2.5 / 60.0) << t;  // no jump
        before = at;
    }
    EXPECT_TRUE(rig.queue.at(Seconds{11.0}, kBeat)->bridging);
    // 1.5 s hold three whole beats: the walk back ends on a beat before the end.
    double earliest = 10.0;
    for (double t = 2.0; t < 12.0; t += 0.01) earliest = std::min(earliest, rig.shown_time(t));
    EXPECT_NEAR(earliest, 47 / kFps - 3 * 0.5, 0.02);
}

TEST(PlayoutQueue, ALateChunkIsFadedInto) {
    Rig rig;
    rig.add(0, 0.0, 24);
    rig.add(1, 3.0, 24);
    EXPECT_TRUE(rig.queue.at(Seconds{2.0}, kBeat)->bridging);
    const ShownFrames joining = *rig.queue.at(Seconds{2.9}, kBeat);
    EXPECT_EQ(joining.to.slot, 24u);
    EXPECT_NEAR(joining.blend, 0.6, 0.01);
    EXPECT_EQ(rig.queue.at(Seconds{3.001}, kBeat)->from.slot, 24u);
}

TEST(PlayoutQueue, SlotsComeBackOnceTheyAreTwoSecondsOld) {
    Rig rig;
    rig.add(0, 0.0, 120);
    rig.queue.at(Seconds{99.5 / kFps}, kBeat);
    EXPECT_EQ(rig.returned.size(), 99u - 48u);
    EXPECT_TRUE(rig.returned.contains(0));
    EXPECT_FALSE(rig.returned.contains(60));
    rig.queue.clear();
    EXPECT_EQ(rig.returned.size(), 120u);
}

TEST(PlayoutQueue, AFrameOfThePastIsGivenBackAtOnce) {
    Rig rig;
    rig.add(0, 1.0, 2);
    rig.add(1, 0.5, 1);
    EXPECT_EQ(rig.returned, (std::set<SlotIndex>{2}));
    EXPECT_NEAR(rig.queue.made_until()->value, 1.0 + 2 / kFps, 1e-9);
}

TEST(PlayoutQueue, BeatsOfTheFramesTellTheTimeOfABeat) {
    Rig rig;
    rig.add(0, 1.0, 48);  // beat 2 t
    const BeatGrid faster{Seconds{0}, Beats{0}, Tempo{240}, 4, 0, 1.0f, BeatSource::kTracker};
    EXPECT_NEAR(rig.queue.time_of_beat(Beats{3.0}, faster).value, 1.5, 1e-9);
    EXPECT_NEAR(rig.queue.time_of_beat(Beats{1.0}, faster).value, 0.75, 1e-9);  // before: at the grid's own tempo
}

}  // namespace chladni
