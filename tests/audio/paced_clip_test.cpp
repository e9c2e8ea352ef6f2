#include "engine/audio/paced_clip.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/audio/audio_clock.h"
#include "tests/audio/deck_rig.h"
#include "tests/runtime/eventually.h"

namespace chladni {

namespace {

// Sample n is (n + 1) / 2^20: a float holds it, and none of them is silence.
AudioBuffer ramp(int rate, std::size_t length) {
    AudioBuffer clip{rate, 1, std::vector<float>(length)};
    for (std::size_t i = 0; i < length; ++i) clip.samples[i] = static_cast<float>(i + 1) / (1 << 20);
    return clip;
}

std::vector<float> read_all(AudioInput& input) {
    std::vector<float> all(1 << 20);
    all.resize(input.read(all));
    return all;
}

}  // namespace

TEST(PacedClip, EverySampleOfAFileIsHeardInOrderAndThenItHasEnded) {
    AudioInput input(1 << 20);
    const AudioBuffer clip = ramp(48000, 10'000);
    PacedClip source("a song", deck_of(clip, false), input);
    EXPECT_EQ(source.name(), "a song");
    EXPECT_TRUE(eventually([&] { return source.ended(); }));
    EXPECT_TRUE(eventually([&] { return input.position() >= Samples{10'000}; }));
    std::vector<float> heard = read_all(input);
    ASSERT_LT(heard.size(), 10'000u + 480u);  // the last piece is filled up
    for (std::size_t i = 10'000; i < heard.size(); ++i) EXPECT_EQ(heard[i], 0.0f);
    heard.resize(10'000);
    EXPECT_EQ(heard, clip.samples);
}

TEST(PacedClip, ALoopGoesRoundWithoutASeam) {
    AudioInput input(1 << 20);
    const AudioBuffer clip = ramp(48000, 1'234);
    PacedClip source("loop", deck_of(clip, true), input);
    ASSERT_TRUE(eventually([&] { return input.position() > Samples{10'000}; }));
    EXPECT_FALSE(source.ended());
    const std::vector<float> heard = read_all(input);
    for (std::size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], clip.samples[i % 1'234]) << i;
}

// The clock takes the file's time from the anchors alone, whenever the thread really came to run.
TEST(PacedClip, ItsAnchorsStandOnTheLineOfItsRate) {
    for (const int rate : {11025, 44100, 48000}) {
        AudioInput input(1 << 20);
        PacedClip source("pace", deck_of(ramp(rate, 1000), true), input);
        std::int64_t before = -1;
        double start_ns = 0.0;
        for (int seen = 0; seen < 20;) {
            ASSERT_TRUE(eventually([&] { return input.anchor().get().position.value > before; }));
            const ClockAnchor anchor = input.anchor().get();
            const double began_ns =
                static_cast<double>(anchor.host_ns) - 1e9 * static_cast<double>(anchor.position.value) / rate;
            if (anchor.host_ns == 0) continue;  // nothing yet
            if (seen++ == 0) start_ns = began_ns;
            before = anchor.position.value;
            ASSERT_NEAR(began_ns, start_ns, 1000.0) << rate;
        }
        EXPECT_EQ(source.sample_rate(), rate);
    }
}

TEST(PacedClip, NoSampleComesBeforeItsTime) {
    AudioInput input(1 << 20);
    const std::int64_t began_ns = AudioClock::now_ns();
    PacedClip source("pace", deck_of(ramp(48000, 1000), true), input);
    ASSERT_TRUE(eventually([&] {
        const double heard_s = seconds_of(input.position(), 48000).value;  // first, so that it is older than the time
        const double passed_s = static_cast<double>(AudioClock::now_ns() - began_ns) * 1e-9;
        EXPECT_LE(heard_s, passed_s + 0.010);  // a piece is 10 ms
        return heard_s > 0.5 || testing::Test::HasFailure();
    }));
}

TEST(PacedClip, AFileThatIsLeftStopsSpeaking) {
    AudioInput input(1 << 20);
    {
        const auto source = open_clip("left", deck_of(ramp(48000, 1000), true), false, input);
        ASSERT_TRUE(eventually([&] { return input.position() > Samples{0}; }));
    }
    const Samples then = input.position();
    const auto next = open_clip("next", deck_of({48000, 1, {0.5f}}, false), false, input);
    ASSERT_TRUE(eventually([&] { return next->ended() && input.position() == then + Samples{480}; }));
    EXPECT_EQ(input.position(), then + Samples{480});
}

TEST(PacedClip, OnceOverItStandsAndASeekSetsItGoingAgain) {
    AudioInput input(1 << 20);
    const auto deck = deck_of(ramp(48000, 480), false);
    PacedClip source("short", deck, input);
    ASSERT_TRUE(eventually([&] { return source.ended() && input.position() == Samples{480}; }));
    deck->seek(Samples{0});
    EXPECT_TRUE(eventually([&] { return input.position() == Samples{960}; }));
    const std::vector<float> heard = read_all(input);
    ASSERT_EQ(heard.size(), 960u);
    EXPECT_EQ(heard[480], heard[0]);
    EXPECT_EQ(heard[959], heard[479]);
}

}  // namespace chladni
