#include "engine/audio/audio_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <thread>
#include <vector>

namespace chladni {

namespace {

// 1, 2, 3 ...: sample n is n + 1, so that none of them is silence.
std::vector<float> counted(std::int64_t from, std::size_t count) {
    std::vector<float> samples(count);
    std::iota(samples.begin(), samples.end(), static_cast<float>(from + 1));
    return samples;
}

void hear(AudioInput& input, std::size_t count) {
    const std::vector<float> samples = counted(input.position().value, count);
    input.on_audio(samples.data(), count, 1, 1);
}

std::vector<float> read_all(AudioInput& input) {
    std::vector<float> all, piece(100);
    while (const std::size_t count = input.read(piece))
        all.insert(all.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
    return all;
}

}  // namespace

TEST(AudioInput, SamplesAreReadInTheOrderInWhichTheyCame) {
    AudioInput input;
    for (const std::size_t count : {1u, 255u, 256u, 257u, 1024u, 3000u}) hear(input, count);
    EXPECT_EQ(input.position(), Samples{4793});
    EXPECT_EQ(read_all(input), counted(0, 4793));
    EXPECT_EQ(input.dropped(), 0u);
}

TEST(AudioInput, SeveralChannelsAreHeardAsTheirMean) {
    AudioInput input;
    const std::vector<float> stereo = {1.0f, 0.0f, -0.5f, 0.5f, 0.25f, 0.75f};
    input.on_audio(stereo.data(), 3, 2, 1);
    const std::vector<float> three = {3.0f, 0.0f, -1.5f};
    input.on_audio(three.data(), 1, 3, 1);
    EXPECT_EQ(read_all(input), (std::vector<float>{0.5f, 0.0f, 0.5f, 0.5f}));
}

TEST(AudioInput, TheAnchorIsTheFirstSampleOfTheNewestPiece) {
    AudioInput input;
    const std::vector<float> samples(700);
    input.on_audio(samples.data(), 700, 1, 123);
    input.on_audio(samples.data(), 300, 1, 456);
    EXPECT_EQ(input.anchor().get().position, Samples{700});
    EXPECT_EQ(input.anchor().get().host_ns, 456);
    EXPECT_EQ(input.position(), Samples{1000});
}

TEST(AudioInput, WhatDoesNotFitIsDroppedAndCountedAndTheCountGoesOn) {
    AudioInput input(1000);
    hear(input, 1500);
    hear(input, 100);
    EXPECT_EQ(input.dropped(), 600u);
    EXPECT_EQ(input.position(), Samples{1600});
    EXPECT_EQ(read_all(input), counted(0, 1000));
}

TEST(AudioInput, WhatWasDroppedIsSilenceSoThatEverySampleKeepsItsPlace) {
    AudioInput input(1000);
    hear(input, 1600);
    std::vector<float> heard = read_all(input);
    hear(input, 300);  // behind 600 of silence
    const std::vector<float> after = read_all(input);
    heard.insert(heard.end(), after.begin(), after.end());
    std::vector<float> expected = counted(0, 1900);
    std::fill(expected.begin() + 1000, expected.begin() + 1600, 0.0f);
    EXPECT_EQ(heard, expected);
    EXPECT_EQ(input.dropped(), 600u);
}

TEST(AudioInput, ASilenceLongerThanTheRingComesPieceByPiece) {
    AudioInput input(1000);
    hear(input, 5000);
    std::vector<float> heard;
    for (int i = 0; i < 100; ++i) {
        const std::vector<float> piece = read_all(input);
        heard.insert(heard.end(), piece.begin(), piece.end());
        hear(input, 100);
    }
    ASSERT_GT(heard.size(), 8000u);
    std::vector<float> expected = counted(0, heard.size());
    const auto lost = static_cast<std::ptrdiff_t>(input.dropped());
    std::fill(expected.begin() + 1000, expected.begin() + 1000 + lost, 0.0f);
    EXPECT_EQ(heard, expected);
}

TEST(AudioInput, AReaderInAnotherThreadHearsEverySampleOnce) {
    constexpr std::size_t kRing = 4096, kAll = 400'000;
    AudioInput input(kRing);
    std::vector<float> heard;
    std::atomic<std::size_t> read{0};
    std::thread reader([&] {
        std::vector<float> piece(777);
        while (heard.size() < kAll) {
            const std::size_t count = input.read(piece);
            heard.insert(heard.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
            read = heard.size();
            if (count == 0) std::this_thread::yield();
        }
    });
    for (std::size_t written = 0; written < kAll;) {
        const std::size_t count = std::min<std::size_t>(1 + written % 300, kAll - written);
        while (written + count - read > kRing) std::this_thread::yield();
        hear(input, count);
        written += count;
    }
    reader.join();
    EXPECT_EQ(input.dropped(), 0u);
    EXPECT_EQ(heard, counted(0, kAll));
}

TEST(AudioInput, XrunsAreCounted) {
    AudioInput input;
    input.count_xrun();
    input.count_xrun();
    EXPECT_EQ(input.xruns(), 2u);
    EXPECT_EQ(input.position(), Samples{0});
}

}  // namespace chladni
