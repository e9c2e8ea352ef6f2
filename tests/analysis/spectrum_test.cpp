#include "engine/analysis/spectrum.h"

#include <gtest/gtest.h>

#include "tests/analysis/signals.h"

namespace chladni {

namespace {

std::size_t loudest_bin(std::span<const float> magnitudes) {
    return static_cast<std::size_t>(std::ranges::max_element(magnitudes) - magnitudes.begin());
}

double decibels(double ratio) { return 20.0 * std::log10(ratio); }

}  // namespace

TEST(Spectrum, ASineStandsInItsOwnBin) {
    Spectrum spectrum(kRate_hz);
    ASSERT_EQ(spectrum.window_length(), 2048u);
    ASSERT_EQ(spectrum.bins(), 1024u);
    for (const std::size_t bin : {5, 40, 333, 900}) {
        const auto sound = sine(static_cast<double>(bin) * spectrum.bin_hz(), 0.5, 0.1);
        EXPECT_EQ(loudest_bin(spectrum.magnitudes(std::span(sound).first(2048))), bin);
    }
}

TEST(Spectrum, MagnitudesAreLevels) {
    Spectrum spectrum(kRate_hz);
    const double hz = 64.0 * spectrum.bin_hz();
    for (const double amplitude : {1.0, 0.1, 0.001}) {
        const auto sound = sine(hz, amplitude, 0.1);
        const auto magnitudes = spectrum.magnitudes(std::span(sound).first(2048));
        // 512 is full scale, and a Hann window leaves half of it in the bins beside.
        EXPECT_NEAR(decibels(magnitudes[64] / 512.0), decibels(amplitude), 0.02);
        EXPECT_NEAR(decibels(magnitudes[65] / 512.0), decibels(amplitude / 2.0), 0.05);
        EXPECT_LT(decibels(magnitudes[80] / 512.0), decibels(amplitude) - 80.0);
    }
}

TEST(Spectrum, TheScaleIsTheSameAtEveryRate) {
    for (const double rate_hz : {22050.0, 44100.0, 96000.0}) {
        Spectrum spectrum(rate_hz);
        EXPECT_NEAR(static_cast<double>(spectrum.window_length()) / rate_hz, 2048.0 / 48000.0, 0.001) << rate_hz;
        std::vector<float> sound(spectrum.window_length());
        for (std::size_t i = 0; i < sound.size(); ++i)
            sound[i] = static_cast<float>(
                std::sin(2.0 * std::numbers::pi * 40.0 * static_cast<double>(i) / static_cast<double>(sound.size())));
        const auto magnitudes = spectrum.magnitudes(sound);
        EXPECT_EQ(loudest_bin(magnitudes), 40u) << rate_hz;
        EXPECT_NEAR(decibels(magnitudes[40] / 512.0), 0.0, 0.02) << rate_hz;
    }
}

TEST(Spectrum, SilenceIsNothingInAnyBin) {
    Spectrum spectrum(kRate_hz);
    for (const float magnitude : spectrum.magnitudes(silence(0.1))) EXPECT_EQ(magnitude, 0.0f);
}

}  // namespace chladni
