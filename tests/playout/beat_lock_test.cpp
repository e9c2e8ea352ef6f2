#include "engine/playout/beat_lock.h"

#include <gtest/gtest.h>

#include <cmath>

namespace chladni {

namespace {

constexpr Seconds kFrame{1.0 / 60.0};

}  // namespace

TEST(BeatLock, StandsAtTheTargetFromTheFirst) {
    BeatLock lock;
    EXPECT_EQ(lock.follow(Seconds{12}, kFrame), Seconds{12});
}

TEST(BeatLock, FollowsATempoThatDriftsWithoutEverStandingOrRushing) {
    BeatLock lock;
    double target = 10.0, worst = 0.0;
    double before = lock.follow(Seconds{target}, kFrame).value;
    for (int i = 0; i < 600; ++i) {
        target += 1.03 * kFrame.value;  // 3 % faster than the frames were made for
        const double at = lock.follow(Seconds{target}, kFrame).value;
        EXPECT_GT(at - before, 0.7 * kFrame.value);
        EXPECT_LT(at - before, 1.4 * kFrame.value);
        worst = std::max(worst, std::abs(at - target));
        before = at;
    }
    EXPECT_LT(worst, 0.012);
}

TEST(BeatLock, MakesUpForASmallCorrectionWithinASecond) {
    BeatLock lock;
    double target = 0.0;
    lock.follow(Seconds{target}, kFrame);
    target += 0.2;
    for (int i = 0; i < 60; ++i) lock.follow(Seconds{target += kFrame.value}, kFrame);
    EXPECT_NEAR(lock.position().value, target, 0.01);
}

TEST(BeatLock, JumpsToAnotherPlace) {
    BeatLock lock;
    lock.follow(Seconds{0}, kFrame);
    EXPECT_EQ(lock.follow(Seconds{60}, kFrame), Seconds{60});
}

}  // namespace chladni
