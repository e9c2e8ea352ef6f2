#include "engine/analysis/hop_reader.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

namespace chladni {

namespace {

struct Hop {
    std::vector<float> samples, window;
    std::int64_t end = 0;
    bool operator==(const Hop&) const = default;
};

std::vector<float> ramp(std::size_t length) {
    std::vector<float> sound(length);
    std::iota(sound.begin(), sound.end(), 1.0f);
    for (float& s : sound) s *= 1e-4f;
    return sound;
}

std::vector<Hop> read(HopReader& reader, std::span<const float> sound, std::size_t piece) {
    std::vector<Hop> hops;
    for (std::size_t at = 0; at < sound.size(); at += piece) {
        auto rest = sound.subspan(at, std::min(piece, sound.size() - at));
        while (!rest.empty()) {
            rest = rest.subspan(reader.take(rest));
            if (!reader.ready()) continue;
            reader.finish();
            hops.push_back({{reader.hop().begin(), reader.hop().end()},
                            {reader.window().begin(), reader.window().end()},
                            reader.end().value});
        }
    }
    return hops;
}

std::vector<Hop> read(double rate_hz, std::span<const float> sound, std::size_t piece) {
    HopReader reader(rate_hz, 1000);
    return read(reader, sound, piece);
}

}  // namespace

TEST(HopReader, AnySizeOfPiecesGivesTheSameHops) {
    const auto sound = ramp(20000);
    const auto whole = read(48000.0, sound, sound.size());
    ASSERT_EQ(whole.size(), 41u);  // of 480 samples each
    for (const std::size_t piece : {1, 7, 64, 480, 481, 1024, 4096}) EXPECT_EQ(read(48000.0, sound, piece), whole);
}

TEST(HopReader, HopsFollowEachOtherAndEndTheWindow) {
    const auto sound = ramp(4800);
    const auto hops = read(48000.0, sound, 333);
    ASSERT_EQ(hops.size(), 10u);
    for (std::size_t h = 0; h < hops.size(); ++h) {
        EXPECT_EQ(hops[h].end, static_cast<std::int64_t>(480 * (h + 1)));
        EXPECT_TRUE(std::ranges::equal(hops[h].samples, std::span(sound).subspan(480 * h, 480))) << h;
    }
    EXPECT_TRUE(std::ranges::equal(hops.back().window, std::span(sound).last(1000)));
    EXPECT_EQ(hops.front().window[519], 0.0f);  // nothing was heard before the first hop
    EXPECT_EQ(hops.front().window[520], sound[0]);
}

TEST(HopReader, WhereTenMillisecondsAreNoWholeNumberTheCountStaysTrue) {
    const auto hops = read(22050.0, ramp(22050), 100);  // 220.5 samples a hop
    ASSERT_EQ(hops.size(), 100u);
    EXPECT_EQ(hops.back().end, 22050);
    for (const Hop& hop : hops) ASSERT_TRUE(hop.samples.size() == 220 || hop.samples.size() == 221);
}

TEST(HopReader, WhatIsNoNumberIsSilence) {
    std::vector<float> sound(480, 0.25f);
    sound[3] = std::numeric_limits<float>::quiet_NaN();
    sound[4] = std::numeric_limits<float>::infinity();
    sound[5] = -std::numeric_limits<float>::infinity();
    const auto hops = read(48000.0, sound, 480);
    ASSERT_EQ(hops.size(), 1u);
    for (std::size_t i = 0; i < 480; ++i) ASSERT_EQ(hops[0].samples[i], i >= 3 && i <= 5 ? 0.0f : 0.25f) << i;
}

TEST(HopReader, LostSamplesMoveTheCountAndEmptyTheWindow) {
    HopReader reader(48000.0, 1000);
    const auto sound = ramp(1000);
    ASSERT_EQ(read(reader, sound, 1000).size(), 2u);  // 40 samples are left over
    reader.skip(Samples{5000});
    const auto hops = read(reader, std::span(sound).first(480), 480);
    ASSERT_EQ(hops.size(), 1u);
    EXPECT_EQ(hops[0].end, 1000 + 5000 + 480);
    EXPECT_EQ(hops[0].window[519], 0.0f);
    EXPECT_TRUE(std::ranges::equal(hops[0].samples, std::span(sound).first(480)));
}

}  // namespace chladni
