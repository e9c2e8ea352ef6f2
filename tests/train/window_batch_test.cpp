#include <gtest/gtest.h>

#include "engine/train/flow_loss.h"
#include "engine/train/window_batch.h"

namespace chladni::train {
namespace {

constexpr std::int64_t kInputs = 3, kFrames = 9;

// Clip k: every latent frame f holds 100 k + f, every sound token t holds 100 k + t.
std::vector<LatentClip> numbered_clips(std::int64_t count) {
    std::vector<LatentClip> clips;
    for (std::int64_t k = 0; k < count; ++k) {
        const at::Tensor frames = at::arange(kFrames, at::kFloat) + 100.0 * static_cast<double>(k);
        clips.push_back({frames.view({1, kFrames, 1, 1}).expand({2, kFrames, 1, 1}).contiguous(), frames.unsqueeze(1).repeat({1, kInputs}), "clip " + std::to_string(k)});
    }
    return clips;
}

WindowDrawer drawer(WindowRecipe recipe) { return {std::move(recipe), {1, 1, 1, 4, 16, 24.0, true}, {}, 5}; }

TEST(WindowBatchTest, TheSoundOfAWindowBeginsWithItsFirstFrame) {
    WindowRecipe recipe;
    recipe.windows = {{4, 6}};
    recipe.context = {0, 0, 1.0};
    for (std::int64_t step = 0; step < 20; ++step) {
        const WindowBatch batch = drawer(recipe).draw(numbered_clips(4), step);
        EXPECT_EQ(batch.context, 2);
        ASSERT_EQ(batch.before, 1);
        ASSERT_EQ(batch.columns.size(1), 1 + 3);  // 13 frames, 4 a token
        const at::Tensor first = batch.latents.select(1, 0).select(1, 0).flatten();  // [B]
        EXPECT_TRUE(at::equal(batch.columns.select(1, 1).select(1, 0), first)) << "token 0 lies behind the frame that the first latent ends with";
        EXPECT_GE((first - first.div(100, "floor") * 100).min().item<double>(), 1.0) << "a window that goes on begins behind the film's first frame";
    }
}

TEST(WindowBatchTest, AFilmBeginsAtItsFirstFrameWithNothingBefore) {
    WindowRecipe recipe;
    recipe.windows = {{4, 3}};
    recipe.context = {1.0};
    const WindowBatch batch = drawer(recipe).draw(numbered_clips(3), 7);
    EXPECT_EQ(batch.before, 0);
    EXPECT_TRUE(at::equal(batch.columns.select(1, 0).select(1, 0), batch.latents.select(1, 0).select(1, 0).flatten()));
}

TEST(WindowBatchTest, EveryClipComesOnceBeforeAnyComesAgain) {
    WindowRecipe recipe;
    recipe.windows = {{4, 2}};
    recipe.text_dropout = 0;
    std::multiset<std::string> seen;
    for (std::int64_t step = 0; step < 4; ++step)
        for (const std::string& caption : drawer(recipe).draw(numbered_clips(8), step).captions) seen.insert(caption);
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()).size(), 8u);
}

TEST(WindowBatchTest, TwoSharesAreTheRowsOfTheDoubleBatch) {
    WindowRecipe half, whole;
    half.windows = {{4, 2}}, whole.windows = {{4, 4}};
    const auto clips = numbered_clips(8);
    const WindowBatch all = drawer(whole).draw(clips, 3), first = drawer(half).draw(clips, 3, 0, 2), second = drawer(half).draw(clips, 3, 1, 2);
    for (const auto member : {&WindowBatch::latents, &WindowBatch::noise, &WindowBatch::levels, &WindowBatch::columns, &WindowBatch::scale})
        EXPECT_TRUE(at::equal(all.*member, at::cat({first.*member, second.*member})));
    EXPECT_EQ(all.context, second.context);
}

TEST(WindowBatchTest, SoundAndTextAreDroppedAsOftenAsWished) {
    WindowRecipe recipe;
    recipe.windows = {{4, 4}};
    recipe.text_dropout = 1.0, recipe.audio_dropout = 1.0;
    const WindowBatch batch = drawer(recipe).draw(numbered_clips(4), 0);
    EXPECT_EQ(batch.captions, std::vector<std::string>(4));
    EXPECT_FALSE(batch.scale.any().item<bool>());
}

TEST(WindowBatchTest, WhatIsLeftLosesBothSoundAndText) {
    WindowRecipe recipe;
    recipe.windows = {{4, 4}};
    recipe.text_dropout = 0, recipe.audio_dropout = 0, recipe.both_dropout = 1.0;
    const WindowBatch batch = drawer(recipe).draw(numbered_clips(4), 0);
    EXPECT_EQ(batch.captions, std::vector<std::string>(4));
    EXPECT_FALSE(batch.scale.any().item<bool>());
}

TEST(WindowBatchTest, PlainOnesAreTheSameWindowsWithNothingDropped) {
    WindowRecipe recipe;
    recipe.windows = {{4, 5}};
    recipe.text_dropout = 1.0, recipe.audio_dropout = 1.0, recipe.scale_spread = 0.5;
    const WindowBatch batch = drawer(recipe).draw(numbered_clips(5), 7), plain = drawer(recipe).plain().draw(numbered_clips(5), 7);
    EXPECT_TRUE(at::equal(batch.latents, plain.latents));
    EXPECT_TRUE(at::equal(batch.levels, plain.levels));
    EXPECT_TRUE(plain.scale.eq(1.0).all().item<bool>());
    for (const std::string& caption : plain.captions) EXPECT_FALSE(caption.empty());
}

TEST(WindowBatchTest, PartsOfThePictureLieWhereTheyAreSaidTo) {
    std::vector<LatentClip> clips = numbered_clips(1);
    const at::Tensor places = at::arange(5 * 7, at::kFloat).view({1, 1, 5, 7});  // 7 y + x
    clips[0].latents = places.expand({2, kFrames, 5, 7}).contiguous();
    WindowRecipe recipe;
    recipe.windows = {{4, 2, 2, 3}};
    const WindowDrawer drawer(recipe, {1, 5, 7, 4, 16, 24.0, true}, {}, 5);
    std::set<std::pair<std::int64_t, std::int64_t>> corners;
    for (std::int64_t step = 0; step < 60; ++step) {
        const WindowBatch batch = drawer.draw(clips, step);
        EXPECT_EQ(batch.grid.height, 2);
        EXPECT_EQ(batch.grid.width, 3);
        ASSERT_EQ(batch.latents.sizes(), at::IntArrayRef({2, 2, 4, 2, 3}));
        EXPECT_TRUE(at::equal(batch.latents[1][1][3], places[0][0].narrow(0, batch.top, 2).narrow(1, batch.left, 3)));
        corners.emplace(batch.top, batch.left);
    }
    EXPECT_GT(corners.size(), 15u) << "of 20 that there are";
}

TEST(WindowBatchTest, PiecesFromNothingBeginAnywhereAndGiveNothing) {
    const std::vector<LatentClip> clips = numbered_clips(1);
    WindowRecipe recipe;
    recipe.context = {0.0, 0.0, 1.0};
    recipe.windows = {{.frames = 3, .batch = 2, .from_nothing = true}};
    std::set<float> begins;
    for (std::int64_t step = 0; step < 60; ++step) {
        const WindowBatch batch = drawer(recipe).draw(clips, step);
        EXPECT_EQ(batch.context, 0);
        begins.insert(batch.latents[0][0][0][0][0].item<float>());
    }
    EXPECT_EQ(begins.size(), static_cast<std::size_t>(kFrames - 3 + 1)) << "each place that a piece of 3 has in " << kFrames << " latent frames";
}

TEST(WindowBatchTest, NoisierMultipliesTheOddsOfNoise) {
    WindowRecipe usual, noisier;
    usual.windows = noisier.windows = {{4, 8}};
    noisier.noisier = std::log(3.0);
    const auto clips = numbered_clips(8);
    const at::Tensor plain = drawer(usual).draw(clips, 2).levels, more = drawer(noisier).draw(clips, 2).levels;  // [B], [B]
    EXPECT_TRUE(at::allclose(more / (1 - more), 3 * plain / (1 - plain), 1e-4));
}

TEST(FlowPointTest, IsTheStraightLineFromPictureToNoise) {
    at::manual_seed(1);
    const at::Tensor clean = at::randn({2, 6, 3}), noise = at::randn({2, 6, 3});
    const FlowPoint point = flow_point(clean, noise, at::randn({2, 6, 3}), 0.0, at::tensor({0.25f, 1.0f}), 2);
    EXPECT_TRUE(at::allclose(point.tokens[0].narrow(0, 2, 4), 0.75 * clean[0].narrow(0, 2, 4) + 0.25 * noise[0].narrow(0, 2, 4), 1e-5, 1e-6));
    EXPECT_TRUE(at::equal(point.tokens[1].narrow(0, 2, 4), noise[1].narrow(0, 2, 4)));
    EXPECT_TRUE(at::equal(point.tokens.narrow(1, 0, 2), clean.narrow(1, 0, 2))) << "what is given is clean";
    EXPECT_TRUE(at::equal(point.times.levels, at::tensor({0.0f, 250.0f, 1000.0f})));
    EXPECT_TRUE(at::equal(point.times.index[1], at::tensor({0, 0, 2, 2, 2, 2}, at::kLong)));
    EXPECT_NEAR(flow_losses(noise - clean, point).sum().item<double>(), 0.0, 1e-9);
    EXPECT_TRUE(at::allclose(flow_losses(noise - clean + 2.0, point), at::full({2}, 4.0)));
}

}  // namespace
}  // namespace chladni::train
