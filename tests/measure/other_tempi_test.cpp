#include <gtest/gtest.h>

#include <cmath>

#include "engine/measure/other_tempi.h"

namespace chladni {

TEST(OtherTempi, SlowerIsCutAndFasterBeginsAgain) {
    const TimedCurve curve{"a", {0.0, 1.0, 2.0, 3.0}, {10, 11, 12, 13}};
    const TimedCurve slower = stretched(curve, 2.0, 4.0), faster = stretched(curve, 0.5, 4.0);
    EXPECT_EQ(slower.times_s, (std::vector{0.0, 2.0}));
    EXPECT_EQ(slower.values, (std::vector{10.0, 11.0}));
    EXPECT_EQ(faster.times_s, (std::vector{0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5}));
    EXPECT_EQ(faster.values, (std::vector{10.0, 11.0, 12.0, 13.0, 10.0, 11.0, 12.0, 13.0}));
}

TEST(OtherTempi, OfNothingAreNothing) {
    const OtherTempi none = against_other_tempi({}, {}, draw_null_shifts(10.0, 10, 1), {}, 1);
    EXPECT_EQ(none.worlds, 0u);
    EXPECT_EQ(none.standing.p, 1.0);
    EXPECT_TRUE(stretched({"a", {}, {}}, 0.9, 10.0).values.empty());
}

}  // namespace chladni
