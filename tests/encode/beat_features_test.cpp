#include "engine/encode/beat_features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace chladni {
namespace {

const std::vector<double> kBeats{1.0, 1.5, 2.0};

TEST(BeatFeatures, OnABeatThePhaseIsZeroAndTheBeatBehindIsHere) {
    const auto values = BeatFeatures::at(1.5, kBeats);
    EXPECT_FLOAT_EQ(values[0], 1.0f);
    EXPECT_NEAR(values[1], 0.0f, 1e-6f);
    EXPECT_FLOAT_EQ(values[2], 1.0f);
    EXPECT_FLOAT_EQ(values[3], static_cast<float>(std::exp(-0.5 / 0.16)));
    EXPECT_FLOAT_EQ(values[4], 1.0f);
}

TEST(BeatFeatures, HalfwayThePhaseIsHalfATurn) {
    const auto values = BeatFeatures::at(1.75, kBeats);
    EXPECT_NEAR(values[0], -1.0f, 1e-6f);
    EXPECT_NEAR(values[1], 0.0f, 1e-6f);
    EXPECT_FLOAT_EQ(values[2], values[3]);
}

TEST(BeatFeatures, WithoutBeatsAroundAllIsZero) {
    for (const double time : {0.5, 2.0, 9.0})
        for (const float value : BeatFeatures::at(time, kBeats)) EXPECT_EQ(value, 0.0f);
    for (const float value : BeatFeatures::at(1.2, {})) EXPECT_EQ(value, 0.0f);
}

}  // namespace
}  // namespace chladni
