#include "engine/base/units.h"

#include <gtest/gtest.h>

namespace chladni {

TEST(Units, BeatsAndSecondsAreTwoViewsOfOneTempo) {
    const Tempo tempo{120.0};
    EXPECT_DOUBLE_EQ(tempo.seconds_in(Beats{4.0}).value, 2.0);
    EXPECT_DOUBLE_EQ(tempo.beats_in(Seconds{0.25}).value, 0.5);
}

TEST(Units, SamplesRoundToTheNearest) {
    EXPECT_EQ(samples_in(Seconds{1.0 / 3.0}, 48000.0).value, 16000);
    EXPECT_EQ(samples_in(Seconds{-0.5}, 10.0).value, -5);
    EXPECT_DOUBLE_EQ(seconds_of(Samples{24000}, 48000.0).value, 0.5);
}

TEST(Units, LikeAddsToLikeAndDividesToANumber) {
    EXPECT_EQ((Samples{3} + Samples{4} - Samples{2}).value, 5);
    EXPECT_DOUBLE_EQ(Seconds{3.0} / Seconds{1.5}, 2.0);
    EXPECT_LT(Beats{1.0}, Beats{1.5});
}

}  // namespace chladni
