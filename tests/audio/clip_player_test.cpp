#include "engine/audio/clip_player.h"

#include <gtest/gtest.h>

namespace chladni {

namespace {

std::vector<float> next(ClipPlayer& player, std::size_t frames) {
    std::vector<float> samples(frames * static_cast<std::size_t>(player.channels()), -1.0f);
    player.next(samples.data(), frames);
    return samples;
}

}  // namespace

TEST(ClipPlayer, PlaysItsSamplesOnceAndIsOverWithTheLast) {
    ClipPlayer player({48000, 1, {1, 2, 3, 4, 5}}, false);
    EXPECT_EQ(next(player, 3), (std::vector<float>{1, 2, 3}));
    EXPECT_FALSE(player.over());
    EXPECT_EQ(next(player, 2), (std::vector<float>{4, 5}));
    EXPECT_TRUE(player.over());
}

TEST(ClipPlayer, AfterTheEndComesSilence) {
    ClipPlayer player({48000, 1, {1, 2, 3}}, false);
    EXPECT_EQ(next(player, 5), (std::vector<float>{1, 2, 3, 0, 0}));
    EXPECT_TRUE(player.over());
    EXPECT_EQ(next(player, 2), (std::vector<float>{0, 0}));
}

TEST(ClipPlayer, ALoopHasNoSeamAndNoEnd) {
    ClipPlayer player({48000, 1, {1, 2, 3}}, true);
    EXPECT_EQ(next(player, 8), (std::vector<float>{1, 2, 3, 1, 2, 3, 1, 2}));
    EXPECT_EQ(next(player, 2), (std::vector<float>{3, 1}));
    EXPECT_FALSE(player.over());
}

TEST(ClipPlayer, ChannelsStayTogether) {
    ClipPlayer player({44100, 2, {1, -1, 2, -2, 3, -3}}, true);
    EXPECT_EQ(next(player, 2), (std::vector<float>{1, -1, 2, -2}));
    EXPECT_EQ(next(player, 2), (std::vector<float>{3, -3, 1, -1}));
    EXPECT_EQ(player.sample_rate(), 44100);
}

TEST(ClipPlayer, AnEmptyFileIsOverAtOnceEvenInALoop) {
    ClipPlayer player({48000, 2, {}}, true);
    EXPECT_EQ(next(player, 2), (std::vector<float>{0, 0, 0, 0}));
    EXPECT_TRUE(player.over());
}

}  // namespace chladni
