#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/measure/timed_curve.h"

namespace chladni {

TEST(TimedCurve, APartCountsItsTimeFromItsBeginning) {
    const TimedCurve part = part_of({"a", {0.0, 1.0, 2.0, 3.0}, {5, 6, 7, 8}}, 1.0, 3.0);
    EXPECT_EQ(part.times_s, (std::vector{0.0, 1.0}));
    EXPECT_EQ(part.values, (std::vector{6.0, 7.0}));
}

TEST(TimedCurve, TheSlowGoesAndTheFastStays) {
    TimedCurve curve{"a", {}, {}};
    for (int i = 0; i < 4000; ++i) {
        const double t = 0.01 * i;
        curve.times_s.push_back(t);
        curve.values.push_back(2.0 + std::sin(2.0 * std::numbers::pi * t / 40.0) + std::sin(2.0 * std::numbers::pi * t / 0.5));
    }
    take_off_the_slow(curve, 4.0);
    EXPECT_NEAR(deviation_of(curve.values), std::sqrt(0.5), 0.01);
    double sum = 0.0;
    for (const double value : curve.values) sum += value;
    EXPECT_NEAR(sum, 0.0, 1e-6);
}

TEST(TimedCurve, TooShortToHaveASlowPartIsLeftAlone) {
    TimedCurve none{"a", {}, {}}, one{"a", {1.0}, {5.0}}, two{"a", {1.0, 2.0}, {5.0, 7.0}};
    for (TimedCurve* curve : {&none, &one, &two}) take_off_the_slow(*curve, 4.0);
    EXPECT_TRUE(none.values.empty());
    for (const double value : two.values) EXPECT_TRUE(std::isfinite(value));
}

TEST(TimedCurve, QuantilesAreValuesOfIt) {
    EXPECT_EQ(quantile_of({3, 1, 2, 5, 4}, 0.5), 3.0);
    EXPECT_EQ(quantile_of({3, 1, 2, 5, 4}, 1.0), 5.0);
    EXPECT_EQ(quantile_of({}, 0.5), 0.0);
}

}  // namespace chladni
