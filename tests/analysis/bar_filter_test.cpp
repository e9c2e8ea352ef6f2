#include "engine/analysis/bar_filter.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

constexpr int kHopsPerBeat = 50;

// Beats with an accent on each of `period` beats from `first` on, and another harmony from there on.
void play(BarFilter& filter, int from, int to, int period, int first) {
    for (int hop = from * kHopsPerBeat; hop < to * kHopsPerBeat; ++hop) {
        const int beat = hop / kHopsPerBeat, bar = (beat - first + 100 * period) / period;
        HopSound sound;
        if (hop % kHopsPerBeat == 0) sound.accent = (beat - first) % period == 0 ? 1.0f : 0.2f;
        sound.harmony[static_cast<std::size_t>(bar % 2 == 0 ? 0 : 7)] = 1.0f;
        filter.hear(sound, static_cast<double>(hop) / kHopsPerBeat);
    }
}

int place_in_bar(const BarFilter& filter, int beat) {
    const int bar = filter.beats_per_bar();
    return ((beat - filter.downbeat()) % bar + bar) % bar;
}

}  // namespace

TEST(BarFilter, FindsWhereBarsOfFourStart) {
    for (int first = 0; first < 4; ++first) {
        BarFilter filter;
        play(filter, 0, 32, 4, first);
        EXPECT_EQ(filter.beats_per_bar(), 4) << first;
        EXPECT_EQ(place_in_bar(filter, 32 + first), 0) << first;
    }
}

TEST(BarFilter, FindsAWaltz) {
    for (int first = 0; first < 3; ++first) {
        BarFilter filter;
        play(filter, 0, 36, 3, first);
        EXPECT_EQ(filter.beats_per_bar(), 3) << first;
        EXPECT_EQ(place_in_bar(filter, 36 + first), 0) << first;
    }
}

TEST(BarFilter, FollowsABarThatMoves) {
    BarFilter filter;
    play(filter, 0, 32, 4, 0);
    ASSERT_EQ(place_in_bar(filter, 32), 0);
    play(filter, 32, 80, 4, 2);
    EXPECT_EQ(filter.beats_per_bar(), 4);
    EXPECT_EQ(place_in_bar(filter, 82), 0);
}

TEST(BarFilter, WithoutAccentsItStaysAsItWas) {
    BarFilter filter;
    play(filter, 0, 32, 4, 1);
    ASSERT_EQ(place_in_bar(filter, 33), 0);
    for (int hop = 32 * kHopsPerBeat; hop < 64 * kHopsPerBeat; ++hop)
        filter.hear(HopSound{}, static_cast<double>(hop) / kHopsPerBeat);
    EXPECT_EQ(filter.beats_per_bar(), 4);
    EXPECT_EQ(place_in_bar(filter, 65), 0);
}

TEST(BarFilter, AHitJustBeforeTheBeatBelongsToIt) {
    BarFilter filter;
    for (int hop = 0; hop < 32 * kHopsPerBeat; ++hop) {
        HopSound sound;
        if (hop % (4 * kHopsPerBeat) == 2 * kHopsPerBeat - 4) sound.accent = 1.0f;  // 0.08 beats before beats 2, 6, ...
        filter.hear(sound, static_cast<double>(hop) / kHopsPerBeat);
    }
    EXPECT_EQ(place_in_bar(filter, 34), 0);
}

}  // namespace chladni
