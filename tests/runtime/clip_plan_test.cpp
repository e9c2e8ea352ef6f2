#include "engine/runtime/clip_plan.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

std::vector<double> times(int pictures, double frame_rate) {
    std::vector<double> out;
    for (int i = 0; i < pictures; ++i) out.push_back(i / frame_rate);
    return out;
}

}  // namespace

TEST(ClipPlan, AStretchEndsHalfWayToTheNextScene) {
    const auto stretches = stretches_of(times(100, 25), std::vector<std::size_t>{40}, 0.04);
    ASSERT_EQ(stretches.size(), 2u);
    EXPECT_DOUBLE_EQ(stretches[0].begin_s, 0.0);
    EXPECT_DOUBLE_EQ(stretches[0].until_s, 39.5 / 25);
    EXPECT_DOUBLE_EQ(stretches[1].begin_s, 40.0 / 25);
    EXPECT_DOUBLE_EQ(stretches[1].until_s, 99.5 / 25);
    EXPECT_TRUE(stretches_of({}, {}, 0.04).empty());
}

TEST(ClipPlan, AStretchOfExactlyAsManyPicturesHoldsAClip) {
    for (const double rate : {24.0, 24000.0 / 1001, 30.0}) {
        const auto exact = stretches_of(times(49, rate), {}, 1 / rate), short_by_one = stretches_of(times(48, rate), {}, 1 / rate);
        EXPECT_EQ(clip_begins(exact, 49, rate).size(), 1u) << rate;
        EXPECT_EQ(clip_begins(short_by_one, 49, rate).size(), 0u) << rate;
        EXPECT_EQ(short_stretches(short_by_one, 49, rate), 1u);
    }
}

TEST(ClipPlan, ClipsFollowOneAnotherAndNeverCrossACut) {
    const auto begins = clip_begins(stretches_of(times(240, 30), std::vector<std::size_t>{100}, 1 / 30.0), 25, 24);
    ASSERT_EQ(begins.size(), 7u);  // 3.32 s hold 3 of 25/24 s, 4.66 s hold 4
    EXPECT_DOUBLE_EQ(begins[1], 25.0 / 24);
    EXPECT_DOUBLE_EQ(begins[3], 100.0 / 30);
    for (const double begin : {begins[0], begins[1], begins[2]}) EXPECT_LE(begin + 24.0 / 24, 99.5 / 30);
}

TEST(ClipPlan, AStandstillIsABreak) {
    std::vector<double> some = times(10, 10);
    some.push_back(0.9 + kLongestStill_s + 0.01);
    some.push_back(some.back() + kLongestStill_s - 0.01);
    EXPECT_EQ(standstills(some), std::vector<std::size_t>{10});

    const std::vector<double> slides{0, 10, 20};
    for (const FilmStretch& slide : stretches_of(slides, standstills(slides), 10)) EXPECT_DOUBLE_EQ(slide.until_s - slide.begin_s, kLongestStill_s / 2);
}

}  // namespace chladni
