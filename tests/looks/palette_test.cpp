#include "engine/looks/palette.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace chladni {
namespace {

TEST(Palette, EachHasItsOwnPairOfColours) {
    std::set<std::set<std::string_view>> pairs;
    for (const Palette& palette : palettes()) pairs.insert({palette.first, palette.second});
    EXPECT_EQ(pairs.size(), palettes().size());
    EXPECT_GE(pairs.size(), 8u);
}

TEST(Ramp, SwappedEndsAreTheOtherEnds) {
    const Ramp plain(palettes()[0], {}), swapped(palettes()[0], {.swapped = true});
    EXPECT_NEAR(plain.at(0.0f).b, swapped.at(1.0f).b, 0.01f);
    EXPECT_NEAR(plain.at(1.0f).r, swapped.at(0.0f).r, 0.01f);
    EXPECT_GT(std::abs(plain.at(0.0f).r - plain.at(1.0f).r), 0.5f);
}

TEST(Ramp, HasNoSteps) {
    for (const Palette& palette : palettes()) {
        const Ramp ramp(palette, {});
        for (float tone = 0; tone < 1; tone += 0.01f)
            EXPECT_LT(std::abs(luma(ramp.at(tone)) - luma(ramp.at(tone + 0.01f))), 0.05f) << palette.first << " " << tone;
    }
}

TEST(Ramp, ATintKeepsTheLuma) {
    const Ramp plain(palettes()[0], {}), tinted(palettes()[0], {.tint = 0.5f});
    for (const float tone : {0.1f, 0.5f, 0.9f}) {
        EXPECT_NEAR(luma(tinted.at(tone)), luma(plain.at(tone)), 0.06f);
        EXPECT_GT(std::abs(tinted.at(tone).g - plain.at(tone).g) + std::abs(tinted.at(tone).r - plain.at(tone).r), 0.08f);
    }
}

TEST(Colour, WhatIsShownIsInRangeAndKeepsItsHue) {
    const Colour shown_gold = shown({2.0f, 1.2f, 0.2f});
    EXPECT_LE(shown_gold.r, 1.0f);
    EXPECT_GT(shown_gold.r, shown_gold.g);
    EXPECT_GT(shown_gold.g, shown_gold.b);
    EXPECT_EQ(shown({0.5f, 0.2f, 0.1f}).g, 0.2f);
}

TEST(Colour, ShadeIsDeeperInColour) {
    const Colour gold{1.0f, 0.65f, 0.1f}, shade = lit(gold, 0.5f);
    EXPECT_NEAR(shade.r, 0.5f, 1e-5f);
    EXPECT_LT(shade.g / shade.r, gold.g / gold.r);
    EXPECT_NEAR(lit(gold, 1.0f).g, gold.g, 1e-5f);
}

}  // namespace
}  // namespace chladni
