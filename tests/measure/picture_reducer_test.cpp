#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "engine/measure/picture_reducer.h"

namespace chladni {

namespace {

struct Canvas {
    int width, height;
    std::vector<std::uint8_t> rgba;
    Canvas(int w, int h) : width(w), height(h), rgba(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 4, 0) {}
    void fill(int left, int top, int right, int bottom, std::array<std::uint8_t, 3> colour) {
        for (int y = top; y < bottom; ++y)
            for (int x = left; x < right; ++x) std::ranges::copy(colour, rgba.begin() + (static_cast<std::ptrdiff_t>(y) * width + x) * 4);
    }
    PictureView view() const { return {rgba.data(), width, height}; }
};

}  // namespace

TEST(PictureReducer, LightAndColourOfPlainPictures) {
    PictureReducer reducer;
    Canvas canvas(320, 180);
    canvas.fill(0, 0, 320, 180, {255, 255, 255});
    const PictureFacts white = reducer.reduce(canvas.view(), 1.5);
    EXPECT_EQ(white.time_s, 1.5);
    EXPECT_NEAR(white.brightness, 1.0f, 1e-5);
    EXPECT_NEAR(white.saturation, 0.0f, 1e-5);
    canvas.fill(0, 0, 160, 180, {0, 255, 0});
    const PictureFacts half_green = reducer.reduce(canvas.view(), 1.6);
    EXPECT_NEAR(half_green.brightness, 0.5f + 0.5f * 0.7152f, 1e-5);
    EXPECT_NEAR(half_green.saturation, 0.5f, 1e-5);
}

TEST(PictureReducer, ChangeIsNothingAtFirstThenTheRootOfTheMeanSquare) {
    PictureReducer reducer;
    Canvas canvas(320, 180);
    EXPECT_EQ(reducer.reduce(canvas.view(), 0.0).motion, 0.0f);
    EXPECT_EQ(reducer.reduce(canvas.view(), 0.1).motion, 0.0f);
    canvas.fill(0, 0, 80, 180, {255, 255, 255});
    EXPECT_NEAR(reducer.reduce(canvas.view(), 0.2).motion, 0.5f, 1e-5);
}

TEST(PictureReducer, WhatHappensInOnePartIsToldOfThatPart) {
    PictureReducer reducer;
    Canvas canvas(320, 180);
    reducer.reduce(canvas.view(), 0.0);
    canvas.fill(0, 150, 40, 180, {255, 255, 255});
    const PictureFacts facts = reducer.reduce(canvas.view(), 0.1);
    for (std::size_t cell = 0; cell < facts.cells.size(); ++cell) EXPECT_NEAR(facts.cells[cell], cell == 40 ? 1.0f : 0.0f, 1e-5) << cell;
}

TEST(PictureReducer, TakesAnySizeAndAChangeOfSizeIsNoMotion) {
    PictureReducer reducer;
    for (const auto& [width, height] : {std::pair(1, 1), std::pair(3, 700), std::pair(1921, 1), std::pair(65, 33)}) {
        Canvas canvas(width, height);
        canvas.fill(0, 0, width, height, {255, 255, 255});
        const PictureFacts facts = reducer.reduce(canvas.view(), 0.0);
        EXPECT_NEAR(facts.brightness, 1.0f, 1e-5) << width;
        EXPECT_EQ(facts.motion, 0.0f) << width;
    }
}

}  // namespace chladni
