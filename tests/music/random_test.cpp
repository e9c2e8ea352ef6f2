#include "engine/music/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace chladni {

// The reference stream of splitmix64 for this seed.
TEST(Random, IsSplitmix64) {
    Random random(1234567);
    for (const std::uint64_t expected : {6457827717110365317u, 3203168211198807973u, 9817491932198370423u,
                                         4593380528125082431u, 16408922859458223821u})
        EXPECT_EQ(random.next(), expected);
}

TEST(Random, DrawsStayInTheirRangeAndFillIt) {
    Random random(5);
    std::array<int, 6> counts{};
    double sum = 0.0;
    for (int i = 0; i < 6000; ++i) {
        const double unit = random.unit(), between = random.between(-3.0, 5.0);
        ASSERT_TRUE(unit >= 0.0 && unit < 1.0);
        ASSERT_TRUE(between >= -3.0 && between < 5.0);
        ASSERT_LE(std::abs(random.noise()), 1.0f);
        ++counts.at(random.below(6));
        sum += unit;
    }
    EXPECT_NEAR(sum / 6000, 0.5, 0.02);
    for (const int count : counts) EXPECT_NEAR(count, 1000, 120);
}

TEST(Random, AChanceComesAsOftenAsItIsLikely) {
    Random random(9);
    int came = 0;
    for (int i = 0; i < 4000; ++i) came += random.chance(0.3);
    EXPECT_NEAR(came, 1200, 100);
    EXPECT_FALSE(random.chance(0.0));
    EXPECT_TRUE(random.chance(1.0));
}

}  // namespace chladni
