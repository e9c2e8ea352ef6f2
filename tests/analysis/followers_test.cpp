#include "engine/analysis/followers.h"

#include <gtest/gtest.h>

namespace chladni {

TEST(RecentPeak, HalvesInItsHalfLifeDownToItsFloor) {
    RecentPeak peak(1.0, 0.5f);
    EXPECT_EQ(peak.follow(0.1f), 0.5f);
    EXPECT_EQ(peak.follow(8.0f), 8.0f);
    float value = 0.0f;
    for (int hop = 0; hop < 100; ++hop) value = peak.follow(0.0f);
    EXPECT_NEAR(value, 4.0f, 1e-3f);
    for (int hop = 0; hop < 1000; ++hop) value = peak.follow(0.0f);
    EXPECT_EQ(value, 0.5f);
}

TEST(Envelope, RisesAndFallsEachAtItsOwnSpeed) {
    Envelope envelope(0.02, 0.1);
    envelope.follow(1.0f);
    EXPECT_NEAR(envelope.follow(1.0f), 0.5f, 1e-5f);  // two hops: one half-life of the attack
    for (int hop = 0; hop < 200; ++hop) envelope.follow(1.0f);
    float value = 0.0f;
    for (int hop = 0; hop < 10; ++hop) value = envelope.follow(0.0f);
    EXPECT_NEAR(value, 0.5f, 1e-4f);
}

TEST(HitEnvelope, AHitIsOneAndFallsOff) {
    HitEnvelope envelope(0.05, 1.0f);
    for (int hop = 0; hop < 50; ++hop) ASSERT_EQ(envelope.follow(0.0f), 0.0f);
    EXPECT_EQ(envelope.follow(10.0f), 1.0f);
    float value = 0.0f;
    for (int hop = 0; hop < 5; ++hop) value = envelope.follow(0.0f);
    EXPECT_NEAR(value, 0.5f, 1e-4f);
}

TEST(HitEnvelope, ASofterHitIsLower) {
    HitEnvelope envelope(0.05, 1.0f);
    envelope.follow(10.0f);
    for (int hop = 0; hop < 50; ++hop) envelope.follow(0.0f);
    const float soft = envelope.follow(5.0f);
    EXPECT_GT(soft, 0.4f);
    EXPECT_LT(soft, 0.6f);
}

TEST(HitEnvelope, WhatGoesOnAllTheTimeIsNoHit) {
    HitEnvelope envelope(0.05, 1.0f);
    float value = 0.0f;
    for (int hop = 0; hop < 1000; ++hop) value = envelope.follow(5.0f + static_cast<float>(hop % 2));
    EXPECT_LT(value, 0.01f);
}

TEST(HitEnvelope, TheQuietestIsNotScaledUp) {
    HitEnvelope envelope(0.05, 3.0f);
    EXPECT_EQ(envelope.follow(0.3f), 0.0f);
}

}  // namespace chladni
