#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "engine/measure/beat_alignment.h"
#include "engine/measure/picture_events.h"

namespace chladni {

namespace {

std::vector<double> beats_every(double interval_s, std::size_t count, double first_s) {
    std::vector<double> beats_s(count);
    for (std::size_t i = 0; i < count; ++i) beats_s[i] = first_s + interval_s * static_cast<double>(i);
    return beats_s;
}

}  // namespace

TEST(BeatAlignment, OfTheSameBeatsIsOne) {
    const auto beats_s = beats_every(0.5, 20, 0.3);
    EXPECT_DOUBLE_EQ(align_beats(beats_s, beats_s).both, 1.0);
}

TEST(BeatAlignment, FiftyMillisecondsOffItIsTheGaussianAtOneSigma) {
    for (const double off_s : {0.05, -0.05}) {
        const BeatAlignment alignment = align_beats(beats_every(0.5, 20, 0.3), beats_every(0.5, 20, 0.3 + off_s));
        EXPECT_NEAR(alignment.sound_to_picture, std::exp(-0.5), 1e-9);
        EXPECT_NEAR(alignment.picture_to_sound, std::exp(-0.5), 1e-9);
        EXPECT_NEAR(alignment.both, std::exp(-0.5), 1e-9);
    }
}

TEST(BeatAlignment, FlickerMeetsEveryBeatAndPaysForItTheOtherWay) {
    const auto beats_s = beats_every(0.5, 20, 0.0), flicker_s = beats_every(0.125, 77, 0.0);
    const BeatAlignment alignment = align_beats(beats_s, flicker_s);
    EXPECT_DOUBLE_EQ(alignment.sound_to_picture, 1.0);
    EXPECT_LT(alignment.picture_to_sound, 0.35);
    EXPECT_DOUBLE_EQ(alignment.both, 2.0 * alignment.picture_to_sound / (1.0 + alignment.picture_to_sound));
}

TEST(BeatAlignment, WithNothingOnOneSideIsNothing) {
    constexpr std::array beats_s{1.0, 2.0};
    EXPECT_EQ(align_beats(beats_s, {}).both, 0.0);
    EXPECT_EQ(align_beats({}, beats_s).both, 0.0);
    constexpr std::array far_s{500.0};
    EXPECT_EQ(align_beats(beats_s, far_s).both, 0.0);
}

}  // namespace chladni
