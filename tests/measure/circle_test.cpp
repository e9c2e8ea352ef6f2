#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/measure/circle.h"

namespace chladni {

namespace {

constexpr double kPeriod_s = 20.0;

TimedCurve spikes_at(const std::vector<double>& moments_s, double rate_hz) {
    TimedCurve curve{"", {}, {}};
    for (std::size_t i = 0; i < static_cast<std::size_t>(kPeriod_s * rate_hz); ++i) {
        curve.times_s.push_back(static_cast<double>(i) / rate_hz);
        curve.values.push_back(0.0);
    }
    for (const double t : moments_s) curve.values[static_cast<std::size_t>(std::lround(t * rate_hz))] = 1.0;
    take_off_the_slow(curve, kPeriod_s);
    return curve;
}

Correlogram correlate(const TimedCurve& seen, const TimedCurve& heard) {
    const Circle circle(kPeriod_s);
    return circle.correlate(circle.lay_picture(seen), circle.lay_sound(heard));
}

}  // namespace

TEST(Circle, FourierTransformOfAWaveIsOneLineAndComesBack) {
    ComplexRow row(64);
    for (std::size_t i = 0; i < row.size(); ++i) row[i] = std::cos(2.0 * std::numbers::pi * 5.0 * static_cast<double>(i) / 64.0);
    const ComplexRow before = row;
    fourier(row);
    for (std::size_t k = 0; k < row.size(); ++k) EXPECT_NEAR(std::abs(row[k]), k == 5 || k == 59 ? 32.0 : 0.0, 1e-9) << k;
    fourier_back(row);
    for (std::size_t i = 0; i < row.size(); ++i) EXPECT_NEAR(std::abs(row[i] - before[i]), 0.0, 1e-12);
}

// Frames of 40 ms against a sound of 2 ms: the lag is no multiple of either, and it comes out to a millisecond.
TEST(Circle, FindsALagThatIsAPartOfAFrame) {
    const std::vector<double> seen_s{1.0, 3.2, 4.0, 8.8, 12.4, 17.6};
    for (const double lag_s : {0.0, 0.012, 0.05, -0.134, 0.21}) {
        std::vector<double> heard_s;
        for (const double t : seen_s) heard_s.push_back(t - lag_s);
        EXPECT_NEAR(correlate(spikes_at(seen_s, 25.0), spikes_at(heard_s, 500.0)).peak_at(0.0).lag_s, lag_s, 0.001) << lag_s;
    }
}

TEST(Circle, IsPearsonsCorrelationAtTheMomentsOfThePictures) {
    const TimedCurve seen = spikes_at({1.0, 3.2, 4.0, 8.8}, 25.0), heard = spikes_at({1.0, 3.2, 4.0, 8.8}, 500.0);
    const LagPeak peak = correlate(seen, heard).peak_at(0.0);
    EXPECT_GT(peak.r, 0.97);
    EXPECT_LE(peak.r, 1.0);
    TimedCurve fewer = seen;
    for (double& value : fewer.values) value = -value;
    EXPECT_LT(correlate(fewer, heard).at(0.0), -0.95);
}

TEST(Circle, TurningTheSoundIsReadingAnotherLag) {
    const std::vector<double> seen_s{1.0, 3.2, 4.0, 8.8, 12.4, 17.6};
    const Correlogram correlogram = correlate(spikes_at(seen_s, 25.0), spikes_at({6.0, 8.2, 9.0, 13.8, 17.4, 2.6}, 500.0));
    EXPECT_NEAR(correlogram.peak_at(-5.0).lag_s, 0.0, 0.001);
    EXPECT_NEAR(correlogram.peak_at(15.0).lag_s, 0.0, 0.001);
    EXPECT_GT(correlogram.counted_at(15.0), 0.9);
    EXPECT_LT(correlogram.counted_at(2.5), 0.5);
}

TEST(Circle, ALagCountsLessTheFartherItIsFromZero) {
    const Correlogram correlogram = correlate(spikes_at({5.0, 9.0}, 25.0), spikes_at({4.85, 8.85}, 500.0));
    const LagPeak peak = correlogram.peak_at(0.0);
    EXPECT_NEAR(peak.lag_s, 0.15, 0.001);
    EXPECT_NEAR(peak.counted / peak.r, std::exp(-0.5), 0.03);
}

TEST(Circle, WhatStandsStillCorrelatesWithNothing) {
    const TimedCurve moving = spikes_at({1.0, 3.2}, 25.0), still = spikes_at({}, 25.0);
    EXPECT_TRUE(correlate(still, moving).empty());
    EXPECT_TRUE(correlate(moving, still).empty());
    EXPECT_EQ(correlate(still, still).peak_at(0.0).counted, 0.0);
}

}  // namespace chladni
