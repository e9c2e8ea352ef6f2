#include "engine/music/oscillators.h"

#include <gtest/gtest.h>

#include "tests/music/levels.h"

namespace chladni {

namespace {

std::vector<float> tone(double hz) {
    std::vector<float> sound(kStudioRate);
    for (std::size_t i = 0; i < sound.size(); ++i)
        sound[i] = static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / kStudioRate));
    return sound;
}

template <typename Pass>
double gain_of(double hz, double cutoff_hz, Pass&& pass) {
    Filter filter;
    filter.tune(cutoff_hz, std::numbers::sqrt2 / 2.0);
    auto sound = tone(hz);
    const double before = rms_of(sound);
    for (float& s : sound) s = pass(filter, s);
    return rms_of(stretch(sound, 0.2, 1.0)) / before;
}

}  // namespace

TEST(Pitch, A4Is440AndAnOctaveIsTwice) {
    EXPECT_DOUBLE_EQ(pitch_hz(69), 440.0);
    EXPECT_DOUBLE_EQ(pitch_hz(57), 220.0);
    EXPECT_NEAR(pitch_hz(60), 261.6256, 1e-3);
}

TEST(Saw, HasThePartialsOfASawAndNoOthers) {
    Saw saw(480.0);
    std::vector<float> sound(kStudioRate);
    for (float& s : sound) s = saw.next();
    EXPECT_LE(peak_of(sound), 1.01f);
    const double first = power_at(sound, 480.0);
    EXPECT_NEAR(power_at(sound, 960.0) / first, 1.0 / 4.0, 0.02);
    EXPECT_NEAR(power_at(sound, 1440.0) / first, 1.0 / 9.0, 0.02);
    EXPECT_LT(power_at(sound, 700.0), 1e-4 * first);
}

TEST(Saw, WhatCannotBePlayedIsNotFoldedBack) {
    constexpr double kHz = 5000.0;  // its partial of 45 kHz would come back as 3 kHz
    Saw saw(kHz);
    double phase = 0.0;
    std::vector<float> rounded(kStudioRate), naive(kStudioRate);
    for (std::size_t i = 0; i < rounded.size(); ++i) {
        rounded[i] = saw.next();
        phase = std::fmod(phase + kHz / kStudioRate, 1.0);
        naive[i] = static_cast<float>(2.0 * phase - 1.0);
    }
    EXPECT_LT(power_at(rounded, 3000.0), 0.1 * power_at(naive, 3000.0));
}

TEST(Filter, PassesItsSideAndStopsTheOther) {
    const auto low = [](Filter& f, float s) { return f.low(s); };
    const auto high = [](Filter& f, float s) { return f.high(s); };
    EXPECT_NEAR(gain_of(100.0, 1000.0, low), 1.0, 0.01);
    EXPECT_NEAR(gain_of(1000.0, 1000.0, low), 0.707, 0.01);
    EXPECT_NEAR(gain_of(10000.0, 1000.0, low), 0.01, 0.005);  // 12 dB an octave
    EXPECT_NEAR(gain_of(10000.0, 1000.0, high), 1.0, 0.01);
    EXPECT_NEAR(gain_of(100.0, 1000.0, high), 0.01, 0.005);
}

TEST(Filter, StaysStableWhileItsCutoffMoves) {
    Filter filter;
    const auto sound = tone(300.0);
    float peak = 0.0f;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        filter.tune(i % 2 == 0 ? 20.0 : 30000.0, 2.0);
        peak = std::max(peak, std::abs(filter.low(sound[i])));
    }
    EXPECT_LT(peak, 10.0f);
}

TEST(Swell, RisesAndEndsWithoutAStep) {
    EXPECT_EQ(swell(0.0, 1.0, 0.1, 0.2), 0.0);
    EXPECT_DOUBLE_EQ(swell(0.05, 1.0, 0.1, 0.2), 0.5);
    EXPECT_EQ(swell(0.5, 1.0, 0.1, 0.2), 1.0);
    EXPECT_NEAR(swell(0.9, 1.0, 0.1, 0.2), 0.5, 1e-9);
    EXPECT_EQ(swell(1.5, 1.0, 0.1, 0.2), 0.0);
}

}  // namespace chladni
