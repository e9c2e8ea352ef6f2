#include "engine/render/flash_limiter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "tests/support/flashes.h"

namespace chladni {

namespace {

constexpr double kFrame_s = 1.0 / 60.0;

std::vector<float> limited(const std::vector<float>& wanted) {
    FlashLimiter limiter;
    std::vector<float> shown;
    for (float luminance : wanted) {
        shown.push_back(limiter.limit(luminance, kFrame_s));
        limiter.shown(shown.back(), kFrame_s);
    }
    return shown;
}

std::vector<float> square_wave(double hz, double seconds, float low, float high) {
    std::vector<float> wave;
    for (int i = 0; i < static_cast<int>(seconds / kFrame_s); ++i) wave.push_back(std::fmod(i * kFrame_s * hz, 1.0) < 0.5 ? high : low);
    return wave;
}

}  // namespace

TEST(FlashLimiter, TheCounterOfTheTestCountsWhatIsThere) {
    EXPECT_NEAR(most_flashes_in_a_second(square_wave(10, 5, 0, 1), kFrame_s), 10.0, 0.51);
    EXPECT_EQ(most_flashes_in_a_second(square_wave(10, 5, 0.50f, 0.55f), kFrame_s), 0.0);
}

TEST(FlashLimiter, FastFlashesBecomeThreeASecondAtMost) {
    for (double hz : {4.0, 7.0, 10.0, 15.0, 30.0})
        EXPECT_LE(most_flashes_in_a_second(limited(square_wave(hz, 6, 0, 1)), kFrame_s), 3.0) << hz;
}

TEST(FlashLimiter, SlowFlashesAndBrightShimmerPassUntouched) {
    EXPECT_EQ(limited(square_wave(1.0, 5, 0, 1)), square_wave(1.0, 5, 0, 1));
    EXPECT_EQ(limited(square_wave(2.0, 5, 0, 1)), square_wave(2.0, 5, 0, 1));
    EXPECT_EQ(limited(square_wave(12.0, 5, 0.82f, 0.98f)), square_wave(12.0, 5, 0.82f, 0.98f));
    EXPECT_EQ(limited(square_wave(12.0, 5, 0.30f, 0.36f)), square_wave(12.0, 5, 0.30f, 0.36f));
}

TEST(FlashLimiter, SaysThatItLimitsWhileItDoes) {
    FlashLimiter limiter;
    bool ever = false;
    for (float luminance : square_wave(10, 2, 0, 1)) {
        limiter.shown(limiter.limit(luminance, kFrame_s), kFrame_s);
        ever |= limiter.limiting();
    }
    EXPECT_TRUE(ever);
    for (int i = 0; i < 120; ++i) limiter.shown(limiter.limit(0.5f, kFrame_s), kFrame_s);
    EXPECT_FALSE(limiter.limiting());
}

}  // namespace chladni
