#include "engine/analysis/log_bands.h"

#include <gtest/gtest.h>

#include "engine/analysis/spectrum.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

constexpr std::size_t kBins = 1024;
constexpr double kBin_hz = kRate_hz / 2048.0;

std::size_t loudest_of(const std::vector<float>& bands) {
    return static_cast<std::size_t>(std::ranges::max_element(bands) - bands.begin());
}

}  // namespace

TEST(LogBands, ASineIsLoudestInTheBandNearestToIt) {
    Spectrum spectrum(kRate_hz);
    const LogBands log_bands(spectrum.bins(), spectrum.bin_hz());
    std::vector<float> bands(log_bands.count());
    for (const double hz : {120.0, 440.0, 1000.0, 3520.0, 9000.0}) {
        const auto sound = sine(hz, 0.5, 0.1);
        log_bands.apply(spectrum.magnitudes(std::span(sound).first(2048)), bands);
        // A quarter tone is 3 %; in the bass the bins are wider than that.
        EXPECT_NEAR(log_bands.centre_hz(loudest_of(bands)), hz, std::max(0.03 * hz, spectrum.bin_hz())) << hz;
    }
}

TEST(LogBands, CentresRiseFrom30HzTo17Khz) {
    const LogBands log_bands(kBins, kBin_hz);
    ASSERT_GT(log_bands.count(), 100u);
    EXPECT_GE(log_bands.centre_hz(0), 30.0);
    EXPECT_LE(log_bands.centre_hz(log_bands.count() - 1), 17000.0);
    for (std::size_t b = 1; b < log_bands.count(); ++b)
        ASSERT_GT(log_bands.centre_hz(b), log_bands.centre_hz(b - 1)) << b;
}

TEST(LogBands, AreQuarterTonesAround440Hz) {
    const LogBands log_bands(kBins, kBin_hz);
    int in_an_octave = 0;
    for (std::size_t b = 0; b < log_bands.count(); ++b) {
        const double hz = log_bands.centre_hz(b);
        in_an_octave += hz > 3600.0 && hz <= 7200.0;
        const double nearest_hz = 440.0 * std::exp2(std::round(24.0 * std::log2(hz / 440.0)) / 24.0);
        ASSERT_NEAR(hz, nearest_hz, 0.5 * kBin_hz) << b;
    }
    EXPECT_EQ(in_an_octave, 24);
}

TEST(LogBands, TheLevelIsTheLogarithmOfOnePlusTheMagnitude) {
    const LogBands log_bands(kBins, kBin_hz);
    std::vector<float> magnitudes(kBins), bands(log_bands.count());
    for (const float magnitude : {9.0f, 99.0f, 999.0f}) {
        std::ranges::fill(magnitudes, 0.0f);
        const std::size_t band = log_bands.count() / 2;
        magnitudes[static_cast<std::size_t>(std::lround(log_bands.centre_hz(band) / kBin_hz))] = magnitude;
        log_bands.apply(magnitudes, bands);
        EXPECT_NEAR(bands[band], std::log10(1.0f + magnitude), 1e-5f);
    }
}

TEST(LogBands, SilenceIsZero) {
    const LogBands log_bands(kBins, kBin_hz);
    const std::vector<float> magnitudes(kBins);
    std::vector<float> bands(log_bands.count(), 1.0f);
    log_bands.apply(magnitudes, bands);
    for (const float band : bands) EXPECT_EQ(band, 0.0f);
}

TEST(LogBands, AtALowRateTheyEndWithTheSpectrum) {
    const LogBands log_bands(170, 4000.0 / 170.0);  // 8 kHz
    ASSERT_GT(log_bands.count(), 0u);
    EXPECT_LT(log_bands.centre_hz(log_bands.count() - 1), 4000.0);
}

}  // namespace chladni
