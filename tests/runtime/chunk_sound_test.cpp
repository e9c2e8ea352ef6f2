#include "engine/runtime/chunk_sound.h"

#include <gtest/gtest.h>

#include <numeric>

#include "engine/runtime/analysis_loop.h"

namespace chladni {

namespace {

constexpr int kRate = 1000;

// A second of history: sample i is i.
struct OneSecond {
    Heard heard{10 * kRate};
    OneSecond() {
        heard.rate = kRate;
        std::vector<float> ramp(kRate);
        std::iota(ramp.begin(), ramp.end(), 0.0f);
        heard.history.append(ramp);
    }
};

PlayingClip counting_clip(int length, bool loop) {
    std::vector<float> mono(static_cast<std::size_t>(length));
    std::iota(mono.begin(), mono.end(), 10000.0f);
    PlayingClip playing;
    playing.mono = std::make_shared<const std::vector<float>>(std::move(mono));
    playing.head.length = length;
    playing.head.wraps = loop;
    return playing;
}

BeatGrid grid_120() {
    BeatGrid grid;
    grid.confidence = 1.0f;
    return grid;
}

}  // namespace

TEST(ChunkSound, ThePastIsWhatWasHeard) {
    OneSecond past;
    const ChunkSound sound = chunk_sound(past.heard, nullptr, Seconds{0.25}, Seconds{0.75}, {});
    ASSERT_EQ(sound.mono.size(), 500u);
    EXPECT_EQ(sound.mono.front(), 250.0f);
    EXPECT_EQ(sound.mono.back(), 749.0f);
}

TEST(ChunkSound, TheFutureOfAFileIsItsTrueOne) {
    OneSecond past;
    const PlayingClip playing = counting_clip(5000, false);
    const ChunkSound sound = chunk_sound(past.heard, &playing, Seconds{0.9}, Seconds{1.2}, {});
    ASSERT_EQ(sound.mono.size(), 300u);
    EXPECT_EQ(sound.mono[99], 999.0f);
    EXPECT_EQ(sound.mono[100], 11000.0f);
    EXPECT_EQ(sound.mono[299], 11199.0f);
}

TEST(ChunkSound, AChunkThatBeginsLaterLeavesOutWhatLiesBetween) {
    OneSecond past;
    const PlayingClip playing = counting_clip(5000, false);
    const ChunkSound sound = chunk_sound(past.heard, &playing, Seconds{1.5}, Seconds{1.75}, {});
    ASSERT_EQ(sound.mono.size(), 250u);
    EXPECT_EQ(sound.mono.front(), 11500.0f);
}

TEST(ChunkSound, ALoopingFileBeginsAnewAndAnEndedOneIsSilent) {
    OneSecond past;
    for (const bool loop : {true, false}) {
        const PlayingClip playing = counting_clip(1100, loop);
        const ChunkSound sound = chunk_sound(past.heard, &playing, Seconds{1.0}, Seconds{1.2}, {});
        EXPECT_EQ(sound.mono[99], 11099.0f);
        EXPECT_EQ(sound.mono[100], loop ? 10000.0f : 0.0f);
    }
}

TEST(ChunkSound, ALiveFutureIsForecastAtItsFullLength) {
    OneSecond past;
    const ChunkSound sound = chunk_sound(past.heard, nullptr, Seconds{0.5}, Seconds{2.0}, grid_120());
    EXPECT_EQ(sound.mono.size(), 1500u);
}

TEST(ChunkSound, BeatsAreThoseWithinTheSpanAndNoneWhereNoneIsTrusted) {
    EXPECT_EQ(beats_between(grid_120(), Seconds{0.4}, Seconds{2.0}), (std::vector<double>{0.5, 1.0, 1.5}));
    EXPECT_TRUE(beats_between(BeatGrid{}, Seconds{0}, Seconds{10}).empty());
}

TEST(ChunkSound, EachFrameHasTheFeaturesOfItsMoment) {
    ChunkSound sound;
    sound.start = Seconds{2.0};
    sound.rate = 48000;
    sound.mono.assign(48000, 0.0f);
    std::fill(sound.mono.begin() + 24000, sound.mono.end(), 0.5f);
    const auto features = features_of(sound, Seconds{2.25}, 12, 24.0);  // 2.25 s to 2.75 s; loud from 2.5 s
    ASSERT_EQ(features.size(), 12u);
    EXPECT_EQ(features[3].rms, 0.0f);
    EXPECT_GT(features[9].rms, 0.1f);
}

}  // namespace chladni
