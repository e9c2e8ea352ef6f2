#include "engine/measure/scene_cuts.h"

#include <gtest/gtest.h>

#include <functional>

#include "tests/support/painted_scene.h"

namespace chladni {

namespace {

constexpr int kSize = 64;
using Pixels = std::vector<std::uint8_t>;
using Cuts = std::vector<std::size_t>;

Cuts cuts_of(int pictures, double frame_rate, const std::function<Pixels(int)>& picture) {
    SceneCuts cuts;
    for (int i = 0; i < pictures; ++i) cuts.take(PictureLook({picture(i).data(), kSize, kSize}), i / frame_rate);
    cuts.finish();
    return cuts.cuts();
}

Pixels scene(int number, double x_px = 0, double light = 1) { return PaintedScene(number).rgba(kSize, kSize, x_px, 0, {light, light, light}); }

Pixels flat(std::uint8_t level) { return Pixels(kSize * kSize * 4, level); }

}  // namespace

TEST(SceneCuts, ACutIsThePictureThatBeginsTheNewScene) {
    for (const double frame_rate : {12.0, 24.0, 60.0})
        EXPECT_EQ(cuts_of(90, frame_rate, [](int i) { return scene(i < 37 ? 1 : i < 61 ? 2 : 3, 0.5 * i); }), (Cuts{37, 61})) << frame_rate;
}

TEST(SceneCuts, CutsBetweenManyPairsOfScenesAreFound) {
    for (int pair = 0; pair < 60; ++pair)
        EXPECT_EQ(cuts_of(40, 24, [&](int i) { return scene(i < 20 ? 100 + pair : 300 + pair); }), (Cuts{20})) << pair;
}

TEST(SceneCuts, TheSecondPictureAndTheLastOneMayBeCuts) {
    EXPECT_EQ(cuts_of(30, 24, [](int i) { return scene(i < 1 ? 1 : i < 29 ? 2 : 3); }), (Cuts{1, 29}));
    EXPECT_TRUE(cuts_of(1, 24, [](int) { return scene(1); }).empty());
    EXPECT_TRUE(cuts_of(0, 24, [](int) { return scene(1); }).empty());
}

TEST(SceneCuts, QuickCutsAreAllFound) {
    Cuts expected;
    for (std::size_t i = 13; i < 130; i += 13) expected.push_back(i);
    EXPECT_EQ(cuts_of(130, 24, [](int i) { return scene(i / 13, 0.3 * i); }), expected);
}

TEST(SceneCuts, AFlashReturnsAndIsNoCut) {
    EXPECT_TRUE(cuts_of(60, 24, [](int i) { return i == 20 || (i >= 30 && i < 34) ? flat(255) : scene(1, 0.5 * i); }).empty());
    EXPECT_TRUE(cuts_of(60, 24, [](int i) { return scene(1, 0, i < 30 ? 1.0 : 1.0 + 4.0 * std::exp(-(i - 30) / 3.0)); }).empty());
    EXPECT_TRUE(cuts_of(60, 24, [](int i) { return i % 6 < 3 ? flat(4) : scene(1); }).empty());
}

TEST(SceneCuts, AFlashThatHidesACutIsOne) {
    const Cuts found = cuts_of(60, 24, [](int i) { return i >= 30 && i < 32 ? flat(255) : scene(i < 30 ? 1 : 2); });
    EXPECT_EQ(found, (Cuts{30, 32}));
}

TEST(SceneCuts, AFlashBeforeACutHidesItNot) {
    EXPECT_EQ(cuts_of(60, 24, [](int i) { return i == 26 ? flat(255) : scene(i < 30 ? 1 : 2); }), (Cuts{30}));
}

TEST(SceneCuts, AnotherLightThatStaysIsTheSameScene) {
    EXPECT_TRUE(cuts_of(60, 24, [](int i) { return PaintedScene(1).rgba(kSize, kSize, 0.2 * i, 0, i < 30 ? std::array{1.0, 0.3, 0.2} : std::array{0.3, 0.4, 1.2}); }).empty());
    EXPECT_TRUE(cuts_of(60, 24, [](int i) { return scene(1, 0, i < 30 ? 0.4 : 1.1); }).empty());
}

TEST(SceneCuts, APanIsNoCut) {
    for (const double px_per_picture : {0.5, 3.0, 8.0, 20.0})
        EXPECT_TRUE(cuts_of(80, 24, [&](int i) { return scene(1, px_per_picture * i); }).empty()) << px_per_picture;
}

TEST(SceneCuts, ADrawnFilmThatRepeatsItsPicturesIsNotCutAtEach) {
    EXPECT_EQ(cuts_of(90, 24, [](int i) { return scene(i < 45 ? 1 : 2, 3.0 * (i / 3)); }), (Cuts{45}));
}

TEST(SceneCuts, AFadeThroughBlackToAnotherSceneIsACutAtItsDarkest) {
    const auto fade = [](int second) {
        return [second](int i) { return scene(i < 40 ? 1 : second, 0, std::clamp(std::abs(i - 40) / 12.0, 0.0, 1.0)); };
    };
    EXPECT_EQ(cuts_of(80, 24, fade(2)), (Cuts{40}));
    EXPECT_TRUE(cuts_of(80, 24, fade(1)).empty());
}

TEST(SceneCuts, ALongBlackBetweenTwoScenesIsCutOnBothSides) {
    EXPECT_EQ(cuts_of(90, 24, [](int i) { return i >= 30 && i < 50 ? flat(0) : scene(i < 30 ? 1 : 2); }), (Cuts{30, 50}));
}

TEST(PictureLook, AnySizeIsLookedAt) {
    const PictureLook small({PaintedScene(1).rgba(3, 2).data(), 3, 2}), large({PaintedScene(1).rgba(200, 100).data(), 200, 100});
    EXPECT_EQ(large.change_to(large), 0.0);
    EXPECT_EQ(large.kept_edges(large), 1.0);
    EXPECT_GT(small.change_to(large), 0.0);
    EXPECT_EQ(PictureLook({flat(90).data(), kSize, kSize}).kept_edges(large), 0.0);
    EXPECT_NEAR(PictureLook({flat(90).data(), kSize, kSize}).light(), 90.0, 0.01);
}

}  // namespace chladni
