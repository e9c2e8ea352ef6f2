#include "engine/looks/shapes.h"

#include <gtest/gtest.h>

#include <numbers>

#include "engine/looks/smooth_noise.h"

namespace chladni {
namespace {

constexpr float kTurn = 2.0f * std::numbers::pi_v<float>;

TEST(Shapes, WaveIsASineOfTurns) {
    for (float turns = -2.3f; turns < 2.3f; turns += 0.07f) EXPECT_NEAR(wave(turns), std::sin(kTurn * turns), 0.0012f) << turns;
}

TEST(Shapes, TurnIsTheDirection) {
    for (float turns = -0.49f; turns < 0.5f; turns += 0.03f)
        EXPECT_NEAR(turn_of(std::sin(kTurn * turns), std::cos(kTurn * turns)), turns, 0.001f) << turns;
    EXPECT_EQ(turn_of(0.0f, 0.0f), 0.0f);
}

TEST(SmoothNoise, IsSmoothAndRepeatsEverySixteenUnits) {
    const SmoothNoise noise(3);
    for (float x = -3; x < 20; x += 0.02f) {
        EXPECT_NEAR(noise.at(x, 1.1f), noise.at(x + 16.0f, 1.1f - 16.0f), 1e-4f);
        EXPECT_LT(std::abs(noise.at(x, 0.4f) - noise.at(x + 0.02f, 0.4f)), 0.12f);
        EXPECT_LT(std::abs(noise.at(x, 0.4f)), 1.2f);
    }
}

TEST(SmoothNoise, IsAnotherForAnotherSeed) {
    EXPECT_NE(SmoothNoise(1).at(0.3f, 0.4f), SmoothNoise(2).at(0.3f, 0.4f));
    EXPECT_EQ(SmoothNoise(1).at(0.3f, 0.4f), SmoothNoise(1).at(0.3f, 0.4f));
}

}  // namespace
}  // namespace chladni
