#include "engine/encode/log_mel.h"

#include <gtest/gtest.h>

#include <numbers>

namespace chladni {
namespace {

at::Tensor sine(double hz, int rate, double seconds, double amplitude = 1.0) {
    const at::Tensor t = at::arange(seconds * rate, at::kDouble) / rate;
    return (amplitude * at::sin(t * (2 * std::numbers::pi * hz))).to(at::kFloat);
}

at::Tensor at_sample(std::int64_t sample) { return at::full({1}, sample, at::kLong); }

TEST(LogMel, SilenceIsTheFaintestEverywhere) {
    EXPECT_TRUE(at::allclose(LogMel(16000)(at::zeros({16000}), at_sample(8000)), at::full({1, 32}, -2.0f)));
}

TEST(LogMel, AFullScaleSineIsZeroDecibelsInOneBand) {
    const at::Tensor bands = LogMel(16000)(sine(1000, 16000, 1), at_sample(8000))[0];
    EXPECT_NEAR(bands.max().item<double>(), 2.0, 0.1);
    EXPECT_LT(bands[0].item<double>(), -1.0);
    EXPECT_LT(bands[31].item<double>(), -1.0);
}

TEST(LogMel, TwentyDecibelsFainterIsOneLess) {
    const LogMel mel(16000);
    const double loud = mel(sine(1000, 16000, 1), at_sample(8000)).max().item<double>();
    const double faint = mel(sine(1000, 16000, 1, 0.1), at_sample(8000)).max().item<double>();
    EXPECT_NEAR(loud - faint, 1.0, 1e-3);
}

TEST(LogMel, HigherTonesFallIntoHigherBands) {
    const LogMel mel(16000);
    std::int64_t before = -1;
    for (const double hz : {80.0, 250.0, 800.0, 2500.0, 7000.0}) {
        const auto band = mel(sine(hz, 16000, 1), at_sample(8000)).argmax().item<std::int64_t>();
        EXPECT_GT(band, before) << hz;
        before = band;
    }
}

TEST(LogMel, WhatLiesFurtherThanHalfAWindowIsNotHeard) {
    at::Tensor click = at::zeros({16000});
    click[8000 + 257] = 1.0f;
    EXPECT_TRUE(at::equal(LogMel(16000)(click, at_sample(8000)), LogMel(16000)(at::zeros({16000}), at_sample(8000))));
}

TEST(LogMel, BeyondTheEndsThereIsSilence) {
    const at::Tensor bands = LogMel(16000)(sine(500, 16000, 0.1), at_sample(16000));
    EXPECT_TRUE(at::allclose(bands, at::full({1, 32}, -2.0f)));
    EXPECT_EQ(LogMel(16000)(at::zeros({0}), at_sample(0)).sizes(), at::IntArrayRef({1, 32}));
}

}  // namespace
}  // namespace chladni
