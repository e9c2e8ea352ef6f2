#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/measure/null_shifts.h"

namespace chladni {

TEST(NullShifts, StayAwayFromZeroAndCoverTheRest) {
    const NullShifts null = draw_null_shifts(300.0, 400, 1);
    ASSERT_EQ(null.shifts_s.size(), 400u);
    EXPECT_EQ(null.guard_s, 5.0);
    EXPECT_GE(null.shifts_s.front(), 5.0);
    EXPECT_LE(null.shifts_s.back(), 295.0);
    for (std::size_t i = 1; i < null.shifts_s.size(); ++i) {
        EXPECT_LT(null.shifts_s[i] - null.shifts_s[i - 1], 2 * 290.0 / 400) << i;
        EXPECT_GT(null.shifts_s[i], null.shifts_s[i - 1]);
    }
}

TEST(NullShifts, FallOnEveryPartOfABeat) {
    std::array<int, 10> count{};
    for (const double shift_s : draw_null_shifts(300.0, 1000, 1).shifts_s) ++count[static_cast<std::size_t>(std::fmod(shift_s, 0.5) / 0.05)];
    for (const int times : count) EXPECT_NEAR(times, 97, 30);
}

TEST(NullShifts, AreTheSameForTheSameSeedOnly) {
    EXPECT_EQ(draw_null_shifts(60.0, 50, 7).shifts_s, draw_null_shifts(60.0, 50, 7).shifts_s);
    EXPECT_NE(draw_null_shifts(60.0, 50, 7).shifts_s, draw_null_shifts(60.0, 50, 8).shifts_s);
}

TEST(NullShifts, OfAShortFilmAreFewAndOfNoneNone) {
    const NullShifts null = draw_null_shifts(5.0, 1000, 1);
    EXPECT_EQ(null.shifts_s.size(), 10u);
    EXPECT_GE(null.shifts_s.front(), 1.0);
    EXPECT_TRUE(draw_null_shifts(0.0, 1000, 1).shifts_s.empty());
    EXPECT_EQ(turned_by_one(draw_null_shifts(0.0, 1000, 1), 1).turned_s, 0.0);
}

TEST(NullShifts, OneOfThemBecomesTheSoundsOwnAndNoneOfTheRestUndoesIt) {
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        const NullShifts null = turned_by_one(draw_null_shifts(60.0, 100, seed), seed);
        EXPECT_GE(null.turned_s, 5.0);
        EXPECT_LT(null.shifts_s.size(), 100u);
        for (const double shift_s : null.shifts_s) {
            const double from_truth_s = std::fmod(shift_s + null.turned_s, 60.0);
            EXPECT_TRUE(from_truth_s >= 5.0 && from_truth_s <= 55.0) << from_truth_s;
        }
    }
}

TEST(NullShifts, MomentsTurnAroundTheEnd) {
    const NullShifts null{10.0, 1.0, 0.0, {}};
    EXPECT_EQ(null.turned({1.0, 8.0}, 3.0), (std::vector{1.0, 4.0}));
}

}  // namespace chladni
