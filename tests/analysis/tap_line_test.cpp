#include "engine/analysis/tap_line.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chladni {

namespace {

std::optional<BeatLine> tapped(TapLine& line, const std::vector<double>& at_s) {
    std::optional<BeatLine> beat;
    for (const double t : at_s) beat = line.tap(t);
    return beat;
}

std::optional<BeatLine> tapped(const std::vector<double>& at_s) {
    TapLine line;
    return tapped(line, at_s);
}

std::vector<double> even(int count, double interval_s, double from_s = 0.0) {
    std::vector<double> at_s;
    for (int i = 0; i < count; ++i) at_s.push_back(from_s + i * interval_s);
    return at_s;
}

double bpm_of(const std::optional<BeatLine>& beat) { return beat ? 60.0 / beat->interval_s : 0.0; }

}  // namespace

TEST(TapLine, EightTapsAHalfSecondApartAre120) {
    const auto beat = tapped(even(8, 0.5, 3.2));
    ASSERT_TRUE(beat.has_value());
    EXPECT_NEAR(bpm_of(beat), 120.0, 1e-6);
    EXPECT_NEAR(beat->phase_at(3.2 + 0.5 * 20 + 0.125), 0.25, 1e-6);
}

TEST(TapLine, AShakyHandIsAveraged) {
    const std::vector<double> off_s = {0.012, -0.009, 0.015, -0.014, 0.006, -0.011, 0.013, -0.008};
    auto at_s = even(8, 0.5);
    for (std::size_t i = 0; i < at_s.size(); ++i) at_s[i] += off_s[i];
    EXPECT_NEAR(bpm_of(tapped(at_s)), 120.0, 1.0);
}

TEST(TapLine, SpeaksFromTheThirdTapOn) {
    EXPECT_FALSE(tapped(even(2, 0.5)).has_value());
    EXPECT_TRUE(tapped(even(3, 0.5)).has_value());
}

TEST(TapLine, OnlyTheLastEightCount) {
    TapLine line;
    tapped(line, even(20, 0.5));
    EXPECT_NEAR(bpm_of(tapped(line, even(8, 0.6, 10.1))), 100.0, 1e-6);
}

TEST(TapLine, AfterAPauseItStartsAnew) {
    TapLine line;
    ASSERT_TRUE(tapped(line, even(8, 0.5)).has_value());
    EXPECT_FALSE(tapped(line, even(2, 0.4, 6.0)).has_value());
    EXPECT_NEAR(bpm_of(line.tap(6.8)), 150.0, 1e-6);
}

TEST(TapLine, UnevenTapsAreNoTempo) { EXPECT_FALSE(tapped({0.0, 0.5, 1.4, 1.7, 2.9}).has_value()); }

TEST(TapLine, ABouncedTapIsNoTap) {
    TapLine line;
    tapped(line, {0.0, 0.5, 1.0});
    EXPECT_FALSE(line.tap(1.05).has_value());
    EXPECT_NEAR(bpm_of(line.tap(1.5)), 120.0, 1e-6);
}

TEST(TapLine, TimeThatGoesBackStartsAnew) {
    TapLine line;
    ASSERT_TRUE(tapped(line, even(4, 0.5, 100.0)).has_value());
    EXPECT_FALSE(line.tap(1.0).has_value());
    EXPECT_FALSE(line.tap(1.5).has_value());
    EXPECT_NEAR(bpm_of(line.tap(2.0)), 120.0, 1e-6);
}

}  // namespace chladni
