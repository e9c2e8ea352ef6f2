#include "engine/runtime/analysis_loop.h"

#include <gtest/gtest.h>

#include "tests/runtime/clicks.h"
#include "tests/runtime/eventually.h"

namespace chladni {

namespace {

struct Listener {
    ParameterStore params;
    Heard heard{48000 * 10};
    AudioInput input;
    AnalysisLoop loop{input, params, [] { return 48000; }, heard};

    // Half a second at once, and then what it said.
    std::vector<HeardHop> hear(std::span<const float> mono, std::int64_t& seen) {
        const std::int64_t wanted = heard.hops.end() + static_cast<std::int64_t>(mono.size()) / 480;
        input.on_audio(mono.data(), mono.size(), 1, AudioClock::now_ns());
        EXPECT_TRUE(eventually([&] { return heard.hops.end() >= wanted; }));
        std::vector<HeardHop> hops;
        seen = heard.hops.since(seen, hops);
        return hops;
    }
};

}  // namespace

TEST(AnalysisLoop, EveryHopCanBeReadOnceAndInOrder) {
    Listener listener;
    const AudioBuffer sound = clicks();
    std::int64_t seen = 0;
    std::vector<HeardHop> hops = listener.hear(std::span(sound.samples).first(24000), seen);
    ASSERT_EQ(hops.size(), 50u);
    for (std::size_t i = 0; i < hops.size(); ++i) {
        EXPECT_NEAR(hops[i].at.value - hops[0].at.value, 0.01 * static_cast<double>(i), 1e-9);
        EXPECT_EQ(hops[i].at.value, seconds_of(hops[i].features.at, 48000).value);
    }
    EXPECT_GT(hops[0].features.peak, 0.5f);   // the click at the beginning
    EXPECT_LT(hops[45].features.peak, 0.1f);  // long after it
    hops = listener.hear(std::span(sound.samples).subspan(24000, 24000), seen);
    EXPECT_EQ(hops.size(), 50u);
    EXPECT_GT(hops[0].features.peak, 0.5f);
    EXPECT_EQ(listener.heard.hops.since(seen, hops), seen);
    EXPECT_EQ(hops.size(), 50u);
}

// 150 to the minute where the clicks say 120: pulses that came in the last two seconds, with the host's time of each.
TEST(AnalysisLoop, AMidiClockLeadsTheBeat) {
    Listener listener;
    const AudioBuffer sound = clicks();
    constexpr std::int64_t kPulse_ns = 60'000'000'000 / (150 * 24);
    const std::int64_t now_ns = AudioClock::now_ns();
    std::int64_t seen = 0;
    listener.hear(std::span(sound.samples).first(4800), seen);
    listener.loop.clock({MidiEvent::Kind::kStart, 1, 0, 0}, now_ns);
    for (int i = 0; i < 60; ++i) listener.loop.clock({MidiEvent::Kind::kClock, 1, 0, 0}, now_ns + i * kPulse_ns);
    for (int i = 1; i < 12; ++i) listener.hear(std::span(sound.samples).subspan(static_cast<std::size_t>(i) * 4800, 4800), seen);
    const BeatGrid grid = listener.heard.grid.get();
    EXPECT_EQ(grid.source, BeatSource::kClock);
    EXPECT_NEAR(grid.tempo.bpm, 150.0, 0.5);
}

}  // namespace chladni
