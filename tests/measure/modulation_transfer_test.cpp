#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "engine/measure/modulation_transfer.h"

namespace chladni {

namespace {

constexpr double kFrameRate = 25.0;

std::vector<double> frames(std::size_t count) {
    std::vector<double> times_s(count);
    for (std::size_t i = 0; i < count; ++i) times_s[i] = static_cast<double>(i) / kFrameRate;
    return times_s;
}

// Beats that become faster and slower again.
std::vector<double> wandering_beats() {
    std::vector<double> beats_s;
    for (double t = 0.0; t < 41.0; t += 0.5 + 0.1 * std::sin(0.4 * t)) beats_s.push_back(t);
    return beats_s;
}

double phase_at(double t, const std::vector<double>& beats_s) {
    std::size_t i = 0;
    while (i + 2 < beats_s.size() && beats_s[i + 1] <= t) ++i;
    return (t - beats_s[i]) / (beats_s[i + 1] - beats_s[i]);
}

std::complex<double> transfer_of_wave(double waves_per_beat, double late_beats) {
    const auto times_s = frames(1000);
    const auto beats_s = wandering_beats();
    std::vector<double> values;
    for (const double t : times_s) values.push_back(3.0 + 0.2 * std::cos(2.0 * std::numbers::pi * waves_per_beat * (phase_at(t, beats_s) - late_beats)));
    return modulation_transfer(values, beat_turns(times_s, beats_s));
}

}  // namespace

TEST(ModulationTransfer, OfAPureWaveOnTheBeatIsOneThoughTheTempoWanders) {
    EXPECT_NEAR(std::abs(transfer_of_wave(1.0, 0.0)), 1.0, 0.01);
    EXPECT_NEAR(std::arg(transfer_of_wave(1.0, 0.0)), 0.0, 0.02);
}

TEST(ModulationTransfer, TellsWhereInTheBeatTheWaveIsHighest) {
    EXPECT_NEAR(std::arg(transfer_of_wave(1.0, 0.25)), std::numbers::pi / 2, 0.02);
    EXPECT_NEAR(std::arg(transfer_of_wave(1.0, -0.125)), -std::numbers::pi / 4, 0.02);
}

TEST(ModulationTransfer, OfWavesThatGoTwiceAndThriceABeatIsNothing) {
    EXPECT_LT(std::abs(transfer_of_wave(2.0, 0.0)), 0.02);
    EXPECT_LT(std::abs(transfer_of_wave(3.0, 0.1)), 0.02);
}

TEST(ModulationTransfer, WithoutBeatsOrMovementIsNothing) {
    const auto times_s = frames(100);
    const std::vector<double> still(100, 0.5), moving = times_s;
    constexpr std::array one_beat{1.0};
    EXPECT_EQ(std::abs(modulation_transfer(moving, beat_turns(times_s, {}))), 0.0);
    EXPECT_EQ(std::abs(modulation_transfer(moving, beat_turns(times_s, one_beat))), 0.0);
    EXPECT_EQ(std::abs(modulation_transfer(still, beat_turns(times_s, wandering_beats()))), 0.0);
}

}  // namespace chladni
