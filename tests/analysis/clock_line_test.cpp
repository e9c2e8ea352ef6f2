#include "engine/analysis/clock_line.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace chladni {

namespace {

/// Pulses of a clock, each off its time by up to `jitter_s`; the same on every machine.
void pulses(ClockLine& clock, int count, double bpm, double from_s, double jitter_s = 0.0) {
    std::uint32_t state = 7;
    for (int i = 0; i < count; ++i) {
        state = state * 1664525u + 1013904223u;
        clock.pulse(from_s + i * 60.0 / (24.0 * bpm) + jitter_s * (static_cast<double>(state >> 8) / 8388608.0 - 1.0));
    }
}

}  // namespace

TEST(ClockLine, RunsAfterABeatOfPulsesAndStopsWithThem) {
    ClockLine clock;
    EXPECT_FALSE(clock.runs(0.0));
    pulses(clock, 20, 120.0, 1.0);
    EXPECT_FALSE(clock.runs(1.4));
    pulses(clock, 30, 120.0, 1.0 + 20 * 60.0 / 2880.0);
    EXPECT_TRUE(clock.runs(2.1));
    EXPECT_FALSE(clock.runs(3.0));
}

TEST(ClockLine, KnowsTheTempoAndWhereTheBeatIs) {
    for (const double bpm : {60.0, 120.0, 174.0, 300.0}) {
        ClockLine clock;
        clock.start();
        pulses(clock, 24 * 16 + 5, bpm, 2.0);
        EXPECT_NEAR(60.0 / clock.line().interval_s, bpm, 1e-6 * bpm);
        EXPECT_NEAR(clock.line().at_s, 2.0 + 16 * 60.0 / bpm, 1e-6);
        EXPECT_NEAR(clock.beats_since_start(2.0 + 16.5 * 60.0 / bpm).value_or(0.0), 16.5, 1e-6);
    }
}

TEST(ClockLine, SmoothsTheJitterOfACable) {
    ClockLine clock;
    clock.start();
    pulses(clock, 24 * 32 + 1, 128.0, 0.0, 0.003);
    EXPECT_NEAR(60.0 / clock.line().interval_s, 128.0, 1.0);
    EXPECT_NEAR(clock.line().at_s, 32 * 60.0 / 128.0, 0.0015);
}

TEST(ClockLine, AnotherTempoIsFollowed) {
    ClockLine clock;
    pulses(clock, 240, 120.0, 0.0);
    pulses(clock, 240, 132.0, 5.0);
    EXPECT_NEAR(60.0 / clock.line().interval_s, 132.0, 0.1);
}

TEST(ClockLine, NonsenseIsNoClock) {
    ClockLine clock;
    for (int i = 0; i < 200; ++i) clock.pulse(i % 2 ? 100.0 : 1.0);
    EXPECT_FALSE(clock.runs(100.0));
    ClockLine burst;
    for (int i = 0; i < 200; ++i) burst.pulse(1.0);  // all at once: as a cable delivers after a hang
    EXPECT_TRUE(std::isfinite(burst.line().interval_s));
    EXPECT_GT(burst.line().interval_s, 0.1);
}

}  // namespace chladni
