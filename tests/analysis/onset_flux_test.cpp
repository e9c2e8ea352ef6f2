#include "engine/analysis/onset_flux.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace chladni {

namespace {

const LogBands& log_bands() {
    static const LogBands bands(1024, 48000.0 / 2048.0);
    return bands;
}

// One band of the spectrum that is nearest to a frequency.
std::vector<float> tone(double hz, float level) {
    std::vector<float> bands(log_bands().count());
    std::size_t nearest = 0;
    double off = std::numeric_limits<double>::max();
    for (std::size_t b = 0; b < bands.size(); ++b)
        if (const double now = std::abs(log_bands().centre_hz(b) - hz); now < off) off = now, nearest = b;
    bands[nearest] = level;
    return bands;
}

std::vector<float> moved(std::vector<float> bands, std::size_t by) {
    std::shift_right(bands.begin(), bands.end(), static_cast<std::ptrdiff_t>(by));
    std::fill_n(bands.begin(), by, 0.0f);
    return bands;
}

std::vector<float> quiet() { return std::vector<float>(log_bands().count()); }

}  // namespace

TEST(OnsetFlux, ARiseCountsOnceAndInItsRange) {
    struct Case {
        double hz;
        float Flux::*range;
    };
    for (const auto& [hz, range] : {Case{60, &Flux::low}, Case{1000, &Flux::middle}, Case{9000, &Flux::high}}) {
        OnsetFlux flux(log_bands());
        flux.step(quiet());
        const Flux rise = flux.step(tone(hz, 2.0f));
        EXPECT_FLOAT_EQ(rise.all, 2.0f) << hz;
        EXPECT_FLOAT_EQ(rise.*range, 2.0f) << hz;
        EXPECT_FLOAT_EQ(rise.low + rise.middle + rise.high, 2.0f) << hz;
        EXPECT_EQ(flux.step(tone(hz, 2.0f)).all, 0.0f) << hz;
    }
}

TEST(OnsetFlux, BetweenTheRangesItCountsForTheWholeOnly) {
    OnsetFlux flux(log_bands());
    flux.step(quiet());
    const Flux rise = flux.step(tone(5500.0, 1.0f));
    EXPECT_FLOAT_EQ(rise.all, 1.0f);
    EXPECT_EQ(rise.low + rise.middle + rise.high, 0.0f);
}

TEST(OnsetFlux, WhatFallsIsNoOnset) {
    OnsetFlux flux(log_bands());
    flux.step(tone(1000.0, 2.0f));
    EXPECT_EQ(flux.step(tone(1000.0, 1.0f)).all, 0.0f);
    EXPECT_EQ(flux.step(quiet()).all, 0.0f);
}

TEST(OnsetFlux, VibratoToTheNextBandIsNoOnsetButAStepFurtherIs) {
    OnsetFlux flux(log_bands());
    const auto before = tone(1000.0, 2.0f);
    flux.step(before);
    EXPECT_EQ(flux.step(moved(before, 1)).all, 0.0f);
    EXPECT_FLOAT_EQ(flux.step(moved(before, 3)).all, 2.0f);
}

TEST(OnsetFlux, TheFirstHopAndTheFirstAfterForgettingHaveNone) {
    OnsetFlux flux(log_bands());
    EXPECT_EQ(flux.step(tone(1000.0, 2.0f)).all, 0.0f);
    flux.forget();
    EXPECT_EQ(flux.step(tone(200.0, 2.0f)).all, 0.0f);
    EXPECT_GT(flux.step(tone(1000.0, 2.0f)).all, 0.0f);
}

}  // namespace chladni
