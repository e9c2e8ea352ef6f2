// What gate, automatic gain and limiter do to signals that are known.
#include "engine/audio/conditioner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace chladni {

namespace {

constexpr double kRate = 48000;
constexpr std::size_t kPiece = 512;

std::vector<float> tone(double amplitude, double seconds, double hz = 1000, double offset = 0) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * kRate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(offset + amplitude * std::sin(2 * M_PI * hz * static_cast<double>(i) / kRate));
    return samples;
}

// Piece by piece, as the analysis thread does.
ConditionMeter process(Conditioner& conditioner, std::vector<float>& samples, const ConditionSettings& settings) {
    ConditionMeter meter;
    for (std::size_t at = 0; at < samples.size(); at += kPiece)
        meter = conditioner.process(std::span(samples).subspan(at, std::min(kPiece, samples.size() - at)), settings);
    return meter;
}

double rms_db(std::span<const float> samples) {
    double sum = 0;
    for (const float s : samples) sum += static_cast<double>(s) * static_cast<double>(s);
    return 10 * std::log10(sum / static_cast<double>(samples.size()));
}

float peak(std::span<const float> samples) {
    float most = 0;
    for (const float s : samples) most = std::max(most, std::abs(s));
    return most;
}

std::span<const float> last_second(const std::vector<float>& samples) { return std::span(samples).last(static_cast<std::size_t>(kRate)); }

constexpr ConditionSettings kBare{.block_dc = false};

}  // namespace

TEST(Conditioner, SwitchedOffItLeavesEveryBitAlone) {
    Conditioner conditioner(kRate);
    std::vector<float> samples = tone(1.0, 1);
    const std::vector<float> before = samples;
    const ConditionMeter meter = process(conditioner, samples, kBare);
    EXPECT_EQ(samples, before);
    EXPECT_EQ(meter.gain_db, 0.0f);
    EXPECT_FALSE(meter.gated);
}

TEST(Conditioner, TheHandsGainIsMeteredBeforeAllElse) {
    Conditioner conditioner(kRate);
    std::vector<float> samples = tone(0.25, 1);
    ConditionSettings settings = kBare;
    settings.gain_db = 6.0f;
    const ConditionMeter meter = process(conditioner, samples, settings);
    EXPECT_NEAR(20 * std::log10(meter.input_peak), -12.04 + 6.0, 0.05);
    EXPECT_NEAR(rms_db(samples), -12.04 - 3.01 + 6.0, 0.05);
    EXPECT_NEAR(meter.gain_db, 6.0f, 1e-4);
}

TEST(Conditioner, AnOffsetIsGoneWithinASecondAndTheBassStays) {
    Conditioner conditioner(kRate);
    std::vector<float> samples = tone(0.25, 3, 40, 0.5);
    process(conditioner, samples, {});
    double mean = 0;
    for (const float s : last_second(samples)) mean += static_cast<double>(s) / kRate;
    EXPECT_NEAR(mean, 0.0, 1e-4);
    EXPECT_NEAR(rms_db(last_second(samples)), -12.04 - 3.01 - 0.07, 0.02);
}

TEST(Conditioner, WhatIsNoNumberIsSilenceAndNoFaultForEver) {
    Conditioner conditioner(kRate);
    std::vector<float> bad(kPiece, std::numeric_limits<float>::quiet_NaN());
    bad[3] = std::numeric_limits<float>::infinity();
    bad[4] = std::numeric_limits<float>::max();
    ConditionSettings settings{.gain_db = 24, .gate_db = -60, .auto_gain = true};
    process(conditioner, bad, settings);
    for (const float s : bad) ASSERT_TRUE(std::isfinite(s));
    std::vector<float> samples = tone(0.1, 10);
    settings.gain_db = 0;
    const ConditionMeter meter = process(conditioner, samples, settings);
    EXPECT_NEAR(rms_db(last_second(samples)), -18.0, 0.5);
    EXPECT_TRUE(std::isfinite(meter.gain_db));
}

TEST(NoiseGate, HissIsShutOutAndMusicIsLetThroughFromItsBeginning) {
    NoiseGate gate(kRate);
    gate.set_threshold(-40);
    std::vector<float> hiss = tone(0.003, 1), music = tone(0.1, 1);  // -50 and -20 dBFS
    gate.process(hiss);
    EXPECT_TRUE(gate.shut());
    EXPECT_EQ(peak(last_second(hiss).last(24000)), 0.0f);
    gate.process(music);
    EXPECT_FALSE(gate.shut());
    EXPECT_NEAR(peak(std::span(music).subspan(240, 480)), 0.1, 0.001);  // from 5 ms on
}

TEST(NoiseGate, ItStaysOpenBetweenItsTwoThresholdsAndForTheHold) {
    NoiseGate gate(kRate);
    gate.set_threshold(-40);
    std::vector<float> loud = tone(0.1, 0.1), between = tone(0.0075, 1), quiet = tone(0.003, 0.15), longer = tone(0.003, 0.2);
    gate.process(loud);
    gate.process(between);  // -42.5 dBFS: under the threshold, above what shuts it
    EXPECT_FALSE(gate.shut());
    gate.process(quiet);
    EXPECT_FALSE(gate.shut());  // for 200 ms
    gate.process(longer);
    EXPECT_TRUE(gate.shut());
    NoiseGate fresh(kRate);
    fresh.set_threshold(-40);
    fresh.process(between);
    EXPECT_TRUE(fresh.shut());  // that alone does not open it
}

TEST(AutoGain, QuietAndLoudSoundComeToTheSameLevel) {
    for (const double amplitude : {0.01, 0.1, 0.9}) {
        AutoGain gain(kRate);
        std::vector<float> samples = tone(amplitude, 20);
        for (std::size_t at = 0; at + kPiece <= samples.size(); at += kPiece) gain.process(std::span(samples).subspan(at, kPiece), -18, false);
        EXPECT_NEAR(rms_db(last_second(samples)), -18.0, 0.3) << amplitude;
    }
}

TEST(AutoGain, ItMovesNoFasterThanItSays) {
    AutoGain gain(kRate);
    std::vector<float> samples = tone(0.01, 2);
    float before = 0;
    for (std::size_t at = 0; at + kPiece <= samples.size(); at += kPiece) {
        gain.process(std::span(samples).subspan(at, kPiece), -18, false);
        ASSERT_LE(gain.gain_db() - before, AutoGain::kUp_db_per_s * kPiece / kRate + 1e-4);
        ASSERT_GE(gain.gain_db() - before, -AutoGain::kDown_db_per_s * kPiece / kRate - 1e-4);
        before = gain.gain_db();
    }
    EXPECT_GT(before, 1.0f);
}

TEST(AutoGain, ABreakIsNotPulledUpToNoise) {
    Conditioner conditioner(kRate);
    ConditionSettings settings = kBare;
    settings.auto_gain = true;
    std::vector<float> music = tone(0.1, 15), silence = tone(0.0003, 30);
    const float before = process(conditioner, music, settings).gain_db;
    const float after = process(conditioner, silence, settings).gain_db;
    EXPECT_NEAR(after, before, 7.0f);  // while the mean of the last second falls; then it stands
    EXPECT_LT(rms_db(last_second(silence)), -55.0);
}

TEST(AutoGain, AShutGateHoldsIt) {
    AutoGain gain(kRate);
    std::vector<float> quiet = tone(0.01, 2);
    for (std::size_t at = 0; at + kPiece <= quiet.size(); at += kPiece) gain.process(std::span(quiet).subspan(at, kPiece), -18, true);
    EXPECT_EQ(gain.gain_db(), 0.0f);
}

TEST(Limiter, NothingEverGoesBeyondFullScaleAndItLetsGoAgain) {
    Limiter limiter(kRate);
    std::vector<float> loud = tone(8.0, 1), after = tone(0.5, 1);
    limiter.process(loud);
    EXPECT_LE(peak(loud), Limiter::kCeiling);
    EXPECT_NEAR(limiter.reduction_db(), -18.0, 1.0);
    limiter.process(after);
    EXPECT_EQ(limiter.reduction_db(), 0.0f);
    EXPECT_NEAR(peak(std::span(after).last(4800)), 0.5, 1e-6);
}

TEST(Limiter, WhatStaysWithinIsLeftAsItIs) {
    Limiter limiter(kRate);
    std::vector<float> samples = tone(1.0, 0.5);
    const std::vector<float> before = samples;
    limiter.process(samples);
    EXPECT_EQ(samples, before);
}

TEST(Conditioner, AnAutomaticGainThatIsSurprisedIsLimited) {
    Conditioner conditioner(kRate);
    ConditionSettings settings = kBare;
    settings.auto_gain = true;
    std::vector<float> quiet = tone(0.01, 15), loud = tone(0.9, 1);
    process(conditioner, quiet, settings);
    const ConditionMeter meter = process(conditioner, loud, settings);
    EXPECT_LE(peak(loud), 1.0f);
    EXPECT_LT(meter.limited_db, -3.0f);
}

}  // namespace chladni
