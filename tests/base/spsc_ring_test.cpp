#include "engine/base/spsc_ring.h"

#include <gtest/gtest.h>

#include <array>
#include <thread>
#include <vector>

namespace chladni {

TEST(SpscRing, FullRingTakesOnlyWhatFits) {
    SpscRing<int> ring(3);
    const std::array<int, 5> items{1, 2, 3, 4, 5};
    EXPECT_EQ(ring.push(items), 3u);
    EXPECT_FALSE(ring.push(6));
    EXPECT_EQ(ring.size(), 3u);
}

TEST(SpscRing, ItemsComeOutInTheOrderTheyWentInAcrossTheWrap) {
    SpscRing<int> ring(3);
    int next_in = 0;
    for (int next_out = 0; next_out < 20;) {
        while (ring.push(next_in)) ++next_in;
        std::array<int, 2> out{};
        ASSERT_EQ(ring.pop(out), 2u);
        EXPECT_EQ(out[0], next_out++);
        EXPECT_EQ(out[1], next_out++);
    }
}

TEST(SpscRing, EmptyRingGivesNothing) {
    SpscRing<float> ring(8);
    float out = 0;
    EXPECT_FALSE(ring.pop(out));
}

TEST(SpscRing, TwoThreadsLoseAndReorderNothing) {
    constexpr int kItems = 200000;
    SpscRing<int> ring(257);
    std::thread writer([&ring] {
        for (int i = 0; i < kItems;)
            if (ring.push(i)) ++i;
            else std::this_thread::yield();
    });
    int wrong = 0;
    for (int expected = 0; expected < kItems;) {
        int got = -1;
        if (!ring.pop(got)) {
            std::this_thread::yield();
            continue;
        }
        if (got != expected++) ++wrong;
    }
    writer.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace chladni
