#include "engine/analysis/tempo_space.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/analysis/tempo_taste.h"

namespace chladni {

TEST(TempoSpace, HasARowPerBeatLengthAndAStatePerHop) {
    const TempoSpace space(60.0, 200.0);
    ASSERT_EQ(space.rows(), 71u);  // 30 to 100 hops
    EXPECT_EQ(space.interval(0), 30u);
    EXPECT_EQ(space.interval(70), 100u);
    EXPECT_EQ(space.states(), (30u + 100u) * 71u / 2u);
    EXPECT_EQ(space.begin(0), 0u);
    for (std::size_t row = 0; row < space.rows(); ++row) {
        EXPECT_EQ(space.last(row) - space.begin(row) + 1, space.interval(row)) << row;
        EXPECT_EQ(space.beat_width(row), (space.interval(row) + 15) / 16) << row;
    }
    EXPECT_EQ(space.last(70), space.states() - 1);
}

TEST(TempoSpace, FromEveryTempoThereIsACertainWayOn) {
    const TempoSpace space;
    for (std::size_t from = 0; from < space.rows(); ++from) {
        double sum = 0.0;
        for (std::size_t to = 0; to < space.rows(); ++to) sum += space.change(from, to);
        EXPECT_NEAR(sum, 1.0, 1e-12) << from;
    }
}

TEST(TempoSpace, TheSameTempoIsLikeliestAndAFarOneNeverFollows) {
    const TempoSpace space;
    for (std::size_t from = 1; from + 1 < space.rows(); ++from) {
        EXPECT_GT(space.change(from, from), space.change(from, from - 1)) << from;
        EXPECT_GT(space.change(from, from), space.change(from, from + 1)) << from;
    }
    EXPECT_EQ(space.change(0, space.rows() - 1), 0.0);
}

TEST(TempoTaste, PrefersItsCentreAndBothSidesAlike) {
    const TempoSpace space(50.0, 200.0);  // 30 to 120 hops
    const auto factors = TempoTaste{100.0, 0.5, 5.0}.per_hop(space);
    ASSERT_EQ(factors.size(), space.rows());
    const auto factor_at = [&](std::size_t hops) { return factors[hops - space.interval(0)]; };
    EXPECT_FLOAT_EQ(factor_at(60), 1.0f);
    EXPECT_FLOAT_EQ(*std::ranges::max_element(factors), factor_at(60));
    EXPECT_NEAR(factor_at(30), factor_at(120), 1e-6);
    EXPECT_LT(factor_at(30), factor_at(45));
}

}  // namespace chladni
