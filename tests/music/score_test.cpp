#include "engine/music/score.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

Score two_sections() {
    Score score;
    score.duration_s = 20.0;
    score.sections = {{SectionKind::kFull, 0.0, 10.0, 20, 1.0f}, {SectionKind::kBreak, 10.0, 20.0, 20, 0.5f}};
    return score;
}

}  // namespace

TEST(Score, GainIsThatOfTheSection) {
    const Score score = two_sections();
    EXPECT_FLOAT_EQ(score.gain_at(0.0), 1.0f);
    EXPECT_FLOAT_EQ(score.gain_at(9.99), 1.0f);
    EXPECT_FLOAT_EQ(score.gain_at(10.0), 0.5f);
    EXPECT_FLOAT_EQ(score.gain_at(19.99), 0.5f);
}

TEST(Score, FadesAreStraightLinesOverIt) {
    Score score = two_sections();
    score.fade_in_s = 2.0;
    score.fade_out_s = 4.0;
    EXPECT_FLOAT_EQ(score.gain_at(0.0), 0.0f);
    EXPECT_FLOAT_EQ(score.gain_at(0.5), 0.25f);
    EXPECT_FLOAT_EQ(score.gain_at(2.0), 1.0f);
    EXPECT_FLOAT_EQ(score.gain_at(16.0), 0.5f);
    EXPECT_FLOAT_EQ(score.gain_at(18.0), 0.25f);
    EXPECT_FLOAT_EQ(score.gain_at(20.0), 0.0f);
}

}  // namespace chladni
