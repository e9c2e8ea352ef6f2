#include <gtest/gtest.h>

#include "engine/measure/largest_pair.h"

namespace chladni {

// A pair whose peaks are always high is worth less than one that is high for once.
TEST(LargestPair, MeasuresEachPairByItsOwnChance) {
    const LargestPair out = largest_pair({0.9, 0.3}, {{0.80, 0.95, 0.70, 0.85}, {0.01, 0.03, 0.02, 0.02}});
    EXPECT_EQ(out.best, 1u);
    EXPECT_DOUBLE_EQ(out.standing.p, 1.0 / 5.0);
    ASSERT_EQ(out.by_chance.size(), 4u);
    EXPECT_GT(out.statistic, out.by_chance[1]);
}

// The film was given two tries, and so are the shifts: the better of the two is what counts in each.
TEST(LargestPair, TheSearchIsInTheNull) {
    const LargestPair out = largest_pair({0.5, 0.2}, {{0.6, 0.1, 0.1, 0.1}, {0.1, 0.6, 0.1, 0.1}});
    EXPECT_DOUBLE_EQ(out.standing.p, 3.0 / 5.0);
}

TEST(LargestPair, WithoutPairsOrPeaksThereIsNoBest) {
    EXPECT_FALSE(largest_pair({}, {}).best.has_value());
    const LargestPair still = largest_pair({0.0, 0.0}, {{0.0, 0.0}, {0.0, 0.0}});
    EXPECT_FALSE(still.best.has_value());
    EXPECT_EQ(still.standing.p, 1.0);
}

}  // namespace chladni
