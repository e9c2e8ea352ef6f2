#include "engine/looks/flash_guard.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/looks/films.h"

namespace chladni {
namespace {

// Frames at which the light rises by more than a tenth.
std::vector<int> flashes(int every, int frames) {
    FlashGuard guard;
    std::vector<int> rises;
    float last = 0;
    for (int k = 0; k < frames; ++k) {
        const float now = guard.step(kick_at(k, every));
        if ((1 + now) / (1 + last) > 1.1f) rises.push_back(k);
        last = now;
    }
    return rises;
}

std::size_t most_in_a_second(const std::vector<int>& rises) {
    std::size_t most = 0;
    for (const int start : rises)
        most = std::max(most, static_cast<std::size_t>(std::ranges::count_if(rises, [&](int k) { return k >= start && k < start + 24; })));
    return most;
}

TEST(FlashGuard, LetsEveryKickOfASlowPieceThrough) {
    EXPECT_EQ(flashes(12, 240).size(), 20u);  // 120 BPM
    EXPECT_EQ(flashes(8, 240).size(), 30u);   // 180 BPM: three a second
}

TEST(FlashGuard, HoldsAt240BeatsPerMinuteAndBeyond) {
    for (const int every : {7, 6, 5, 4, 3, 2}) EXPECT_LE(most_in_a_second(flashes(every, 480)), 3u) << every;
}

TEST(FlashGuard, AKickIsWorthItsFullSizeOnItsOwnFrame) {
    FlashGuard guard;
    EXPECT_EQ(guard.step(0.0f), 0.0f);
    EXPECT_FLOAT_EQ(guard.step(1.0f), FlashGuard::kFull);
    EXPECT_LT(guard.step(0.77f), FlashGuard::kFull);
}

TEST(FlashGuard, ComesBackAfterASecondOfRest) {
    FlashGuard guard;
    for (int k = 0; k < 48; ++k) guard.step(kick_at(k, 4));
    for (int k = 0; k < 24; ++k) guard.step(0.0f);
    EXPECT_FLOAT_EQ(guard.step(1.0f), FlashGuard::kFull);
}

}  // namespace
}  // namespace chladni
