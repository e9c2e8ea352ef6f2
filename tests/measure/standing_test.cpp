#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "engine/measure/standing.h"

namespace chladni {

TEST(Standing, CountsDeviationsOverTheMeanAndThoseThatAreAsLarge) {
    constexpr std::array by_chance{1.0, 2.0, 3.0, 4.0, 5.0};
    EXPECT_NEAR(standing_of(6.0, by_chance).z, 3.0 / std::sqrt(2.5), 1e-12);
    EXPECT_DOUBLE_EQ(standing_of(6.0, by_chance).p, 1.0 / 6.0);
    EXPECT_DOUBLE_EQ(standing_of(4.0, by_chance).p, 3.0 / 6.0);
    EXPECT_DOUBLE_EQ(standing_of(3.0, by_chance).z, 0.0);
    EXPECT_DOUBLE_EQ(standing_of(0.0, by_chance).p, 1.0);
}

TEST(Standing, WithoutChanceValuesNothingIsProven) {
    EXPECT_EQ(standing_of(7.0, {}).z, 0.0);
    EXPECT_EQ(standing_of(7.0, {}).p, 1.0);
    constexpr std::array alike{2.0, 2.0, 2.0};
    EXPECT_EQ(standing_of(2.0, alike).z, 0.0);
    EXPECT_EQ(standing_of(2.0, alike).p, 1.0);
}

}  // namespace chladni
