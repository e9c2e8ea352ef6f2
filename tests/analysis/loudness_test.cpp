#include "engine/analysis/loudness.h"

#include <gtest/gtest.h>

#include <limits>

#include "engine/analysis/song_loudness.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

constexpr double kMinus6Db = 0.5011872336272722;

double integrated_lufs(const std::vector<float>& sound, double rate_hz) {
    SongLoudness loudness(rate_hz);
    loudness.add(sound);
    return loudness.lufs();
}

float momentary_of(const std::vector<float>& sound) {
    Loudness loudness(kRate_hz);
    loudness.add(sound);
    return loudness.momentary_lufs();
}

}  // namespace

// ITU-R BS.1770: a sine of 997 Hz at full scale in one loudspeaker is -3.01 LUFS, from two it is 0.
TEST(Loudness, ASineOf1KhzIsAsLoudAsItsLevelSays) {
    const auto sound = sine(1000.0, kMinus6Db, 4.0);
    EXPECT_NEAR(integrated_lufs(sound, kRate_hz), -6.0, 0.1);
    EXPECT_NEAR(momentary_of(sound), -6.0f, 0.1f);
}

TEST(Loudness, TenDecibelsLessAreTenUnitsLess) {
    const double loud = integrated_lufs(sine(1000.0, 0.5, 4.0), kRate_hz);
    const double soft = integrated_lufs(sine(1000.0, 0.5 * std::pow(10.0, -0.5), 4.0), kRate_hz);
    EXPECT_NEAR(loud - soft, 10.0, 0.1);
}

TEST(Loudness, TheRateChangesNothing) {
    std::vector<float> sound(4 * 44100);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] = static_cast<float>(kMinus6Db *
                                      std::sin(2.0 * std::numbers::pi * 1000.0 * static_cast<double>(i) / 44100.0));
    EXPECT_NEAR(integrated_lufs(sound, 44100.0), -6.0, 0.1);
}

TEST(Loudness, SilenceIsMinus70) {
    EXPECT_EQ(momentary_of(silence(1.0)), -70.0f);
    EXPECT_EQ(integrated_lufs(silence(1.0), kRate_hz), -70.0);
    EXPECT_EQ(integrated_lufs({}, kRate_hz), -70.0);
}

TEST(Loudness, WhatIsNoNumberIsSilence) {
    auto broken = sine(1000.0, kMinus6Db, 4.0), quiet = broken;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (std::size_t i = 100; i < broken.size(); i += 997) {
        broken[i] = i % 2 == 0 ? std::numeric_limits<float>::quiet_NaN() : i % 3 == 0 ? kInfinity : -kInfinity;
        quiet[i] = 0.0f;
    }
    EXPECT_EQ(integrated_lufs(broken, kRate_hz), integrated_lufs(quiet, kRate_hz));
    EXPECT_EQ(momentary_of(broken), momentary_of(quiet));
    EXPECT_NEAR(momentary_of(broken), -6.0f, 0.2f);
}

TEST(Loudness, MomentaryForgetsAfter400Milliseconds) {
    Loudness loudness(kRate_hz);
    loudness.add(sine(1000.0, kMinus6Db, 1.0));
    loudness.add(silence(0.2));  // half of the window: 3 LU less
    EXPECT_NEAR(loudness.momentary_lufs(), -9.0f, 0.3f);
    loudness.add(silence(0.3));
    EXPECT_EQ(loudness.momentary_lufs(), -70.0f);
}

TEST(Loudness, PausesAreGatedOutOfTheWholePiece) {
    const auto sound = joined(sine(1000.0, kMinus6Db, 5.0), silence(20.0));
    EXPECT_NEAR(integrated_lufs(sound, kRate_hz), -6.0, 0.5);
}

}  // namespace chladni
