#include "engine/analysis/downbeat_ear.h"

#include <gtest/gtest.h>

#include <array>

namespace chladni {

namespace {

constexpr int kHopsPerBeat = 50;

/// How likely each of four places was said to start a bar (product over bars), where beats of place 0 have a low hit, or
/// bring another harmony, or nothing is different.
std::array<double, 4> places(float accent, bool chords) {
    std::array<double, 4> product{1, 1, 1, 1};
    DownbeatEar ear;
    for (int hop = 0; hop < 64 * kHopsPerBeat; ++hop) {
        const int beat = hop / kHopsPerBeat;
        HopSound sound;
        if (hop % kHopsPerBeat == 0) sound.accent = beat % 4 == 0 ? accent : 0.2f;
        sound.harmony[chords && beat / 4 % 2 ? 7 : 0] = 1.0f;
        if (const auto ratio = ear.hear(sound, static_cast<double>(hop) / kHopsPerBeat); ratio && beat > 16)
            product[static_cast<std::size_t>((beat + 3) % 4)] *= *ratio;
    }
    return product;
}

}  // namespace

TEST(DownbeatEar, HearsALowHit) {
    const auto p = places(1.0f, false);
    for (const std::size_t other : {1u, 2u, 3u}) EXPECT_GT(p[0], 100.0 * p[other]);
}

TEST(DownbeatEar, HearsAnotherHarmony) {
    const auto p = places(0.2f, true);
    for (const std::size_t other : {1u, 2u, 3u}) EXPECT_GT(p[0], 100.0 * p[other]);
}

TEST(DownbeatEar, WhereNothingDiffersItSaysNothing) {
    const auto p = places(0.2f, false);
    for (const double place : p) EXPECT_NEAR(place, p[0], 0.5 * p[0]);
}

}  // namespace chladni
