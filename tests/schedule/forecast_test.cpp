#include "engine/schedule/forecast.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace chladni {

namespace {

constexpr double kRate = 16000.0;

// One bar of 2 s at 120 BPM: four different hits; `bar_of(1)` has another rhythm.
void add_bar(std::vector<float>& sound, int kind) {
    const std::size_t start = sound.size();
    sound.resize(start + 32000, 0.0f);
    for (int hit : kind == 0 ? std::vector<int>{0, 8000, 16000, 24000} : std::vector<int>{0, 5000, 12000, 28000})
        for (int i = 0; i < 1600; ++i)
            sound[start + static_cast<std::size_t>(hit + i)] +=
                static_cast<float>((1.0 + hit / 16000.0) * std::exp(-i / 400.0) * std::sin(0.06 * i));
}

std::vector<float> bars(std::initializer_list<int> kinds) {
    std::vector<float> sound;
    for (int kind : kinds) add_bar(sound, kind);
    return sound;
}

BeatGrid grid_of(double end_s, float confidence) {
    return {Seconds{end_s}, Beats{2.0 * end_s}, Tempo{120.0}, 4, 0, confidence, BeatSource::kTracker};
}

double correlation(std::span<const float> a, std::span<const float> b) {
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) ab += a[i] * b[i], aa += a[i] * a[i], bb += b[i] * b[i];
    return ab / std::sqrt(aa * bb + 1e-20);
}

std::vector<float> noise(std::size_t n) {
    std::vector<float> out(n);
    std::uint32_t state = 1;
    for (float& s : out) {
        state = state * 1664525u + 1013904223u;
        s = static_cast<float>(state >> 8) / 8388608.0f - 1.0f;
    }
    return out;
}

}  // namespace

TEST(Forecast, RepeatsTheBarAtTheSamePlace) {
    const auto sound = bars({0, 0, 0, 0, 0});
    const std::span<const float> past(sound.data(), 32000 * 3 + 9000);  // in the middle of a bar
    ForecastInfo info;
    const auto made = forecast(past, kRate, grid_of(past.size() / kRate, 0.9f), 16000, &info);
    EXPECT_DOUBLE_EQ(info.period.value, 2.0);
    EXPECT_GT(correlation(made, std::span(sound).subspan(past.size(), 16000)), 0.98);
}

TEST(Forecast, TwoBarPatternsAreRepeatedByTwoBars) {
    const auto sound = bars({0, 1, 0, 1, 0, 1, 0, 1});
    const std::span<const float> past(sound.data(), 32000 * 6);
    ForecastInfo info;
    const auto made = forecast(past, kRate, grid_of(12.0, 0.9f), 48000, &info);
    EXPECT_DOUBLE_EQ(info.period.value, 4.0);
    EXPECT_GT(correlation(made, std::span(sound).subspan(past.size(), 48000)), 0.98);
}

TEST(Forecast, LongerThanThePeriodGoesRound) {
    const auto sound = bars({0, 0, 0, 0, 0, 0, 0});
    const std::span<const float> past(sound.data(), 32000 * 4);
    const auto made = forecast(past, kRate, grid_of(8.0, 0.9f), 32000 * 3);
    EXPECT_GT(correlation(made, std::span(sound).subspan(past.size(), 32000 * 3)), 0.98);
}

TEST(Forecast, WithoutATrustedBeatItFindsTheLagThatRepeats) {
    const auto sound = bars({0, 0, 0, 0, 0});
    const std::span<const float> past(sound.data(), 32000 * 4);
    ForecastInfo info;
    forecast(past, kRate, grid_of(8.0, 0.0f), 16000, &info);
    EXPECT_GT(info.period.value, 0.4);
    EXPECT_NEAR(std::remainder(info.period.value, 0.5), 0.0, 0.011);
}

TEST(Forecast, WhatRepeatsNothingFadesToSilence) {
    const auto sound = noise(16000 * 6);
    ForecastInfo info;
    const auto made = forecast(sound, kRate, grid_of(6.0, 0.1f), 16000, &info);
    EXPECT_EQ(info.period.value, 0.0);
    EXPECT_NE(made[10], 0.0f);
    for (std::size_t i = 8000; i < made.size(); ++i) ASSERT_EQ(made[i], 0.0f);
}

TEST(Forecast, NothingHeardYetIsSilence) {
    for (float s : forecast({}, kRate, BeatGrid{}, 100)) EXPECT_EQ(s, 0.0f);
}

}  // namespace chladni
