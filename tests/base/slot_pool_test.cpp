#include "engine/base/slot_pool.h"

#include <gtest/gtest.h>

#include <set>

namespace chladni {

TEST(SlotPool, HandsOutEachSlotOnceUntilItComesBack) {
    SlotPool pool(3, 16);
    std::set<SlotIndex> taken;
    while (const auto slot = pool.take()) taken.insert(*slot);
    EXPECT_EQ(taken.size(), 3u);
    pool.give_back(1);
    EXPECT_EQ(pool.take(), std::optional<SlotIndex>(1));
    EXPECT_EQ(pool.take(), std::nullopt);
}

TEST(SlotPool, SlotsDoNotOverlap) {
    SlotPool pool(2, 8);
    for (auto& byte : pool.bytes(0)) byte = 1;
    for (auto& byte : pool.bytes(1)) byte = 2;
    for (auto byte : pool.bytes(0)) EXPECT_EQ(byte, 1);
    EXPECT_EQ(pool.bytes(1).size(), 8u);
}

}  // namespace chladni
