#include "engine/audio/resample.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/check.h"

namespace chladni {

namespace {

std::vector<float> tone(double hz, double rate, std::size_t length) {
    std::vector<float> samples(length);
    for (std::size_t i = 0; i < length; ++i)
        samples[i] = static_cast<float>(0.5 * std::sin(2.0 * M_PI * hz * static_cast<double>(i) / rate));
    return samples;
}

}  // namespace

TEST(Resample, AToneIsTheSameToneAtTheSameTime) {
    for (const double to_hz : {22050.0, 16000.0, 48000.0, 96000.0}) {
        const std::vector<float> out = resample(tone(440, 44100, 44100), 44100, to_hz);
        const std::vector<float> expected = tone(440, to_hz, static_cast<std::size_t>(to_hz));
        ASSERT_EQ(out.size(), expected.size());
        for (std::size_t i = out.size() / 10; i < out.size() * 9 / 10; ++i)
            ASSERT_NEAR(out[i], expected[i], 1e-3) << to_hz << " " << i;
    }
}

TEST(Resample, ItsLengthIsRounded) {
    EXPECT_EQ(resample(std::vector<float>(1001), 48000, 16000).size(), 334u);
    EXPECT_EQ(resample(std::vector<float>(1), 48000, 16000).size(), 0u);
    EXPECT_EQ(resample(std::vector<float>(0), 48000, 16000).size(), 0u);
}

TEST(Resample, WhatHasTheRateAlreadyIsLeftAsItIs) {
    const std::vector<float> samples = {1.0f, -1.0f, 0.25f};
    EXPECT_EQ(resample(samples, 48000, 48000), samples);
}

TEST(Resample, WhatTheNewRateCannotHoldIsTakenAway) {
    const std::vector<float> out = resample(tone(15000, 48000, 48000), 48000, 16000);
    for (std::size_t i = 1600; i < 14400; ++i) ASSERT_NEAR(out[i], 0.0f, 1e-3);
}

TEST(Resample, ChannelsStayApart) {
    AudioBuffer stereo{44100, 2, std::vector<float>(2 * 44100)};
    const std::vector<float> left = tone(440, 44100, 44100);
    for (std::size_t i = 0; i < left.size(); ++i) stereo.samples[2 * i] = left[i];
    const AudioBuffer out = resample(stereo, 22050);
    ASSERT_EQ(out.length(), Samples{22050});
    EXPECT_EQ(out.sample_rate, 22050);
    const std::vector<float> expected = tone(440, 22050, 22050);
    for (std::size_t i = 2205; i < 19845; ++i) {
        ASSERT_NEAR(out.samples[2 * i], expected[i], 1e-3);
        ASSERT_EQ(out.samples[2 * i + 1], 0.0f);
    }
}

TEST(Resample, ARateOfNothingIsAnError) { EXPECT_THROW(resample(std::vector<float>(10), 0, 48000), Error); }

}  // namespace chladni
