#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/analysis/song_analysis.h"
#include "engine/music/composer.h"
#include "engine/music/performer.h"

namespace chladni {

namespace {

SongAnalysis heard(const Score& score, bool causal) {
    const AudioBuffer sound = perform(score);
    return analyze_song(mono_of(sound), sound.sample_rate, causal);
}

Score groove(std::uint64_t seed, double bpm) {
    return compose(seed, 16.0, {.bpm = bpm, .form = {{SectionKind::kFull, 16}}, .fade_out_s = 0});
}

std::vector<double> from(double start_s, std::vector<double> times_s) {
    std::erase_if(times_s, [=](double t) { return t < start_s; });
    return times_s;
}

void expect_all_heard(const std::vector<double>& written_s, const std::vector<double>& heard_s) {
    EXPECT_EQ(heard_s.size(), written_s.size());
    for (const double t : written_s)
        EXPECT_TRUE(std::ranges::any_of(heard_s, [=](double h) { return std::abs(h - t) <= 0.03; })) << t;
}

}  // namespace

TEST(HeardTempo, OfTheBundledTrackIsTheOneWritten) {
    const SongAnalysis song = heard(demo_score(), true);
    EXPECT_NEAR(song.tempo_bpm, 128.0, 1.28);
    EXPECT_GT(song.confidence, 0.5);
}

TEST(HeardTempo, WithHindsightEachBeatAndBarOfTheBundledTrackIsFound) {
    constexpr double kDrums_s = 5.0;  // they set in at 3.75 s, after the pad alone
    const Score score = demo_score();
    const SongAnalysis song = heard(score, false);
    EXPECT_NEAR(song.tempo_bpm, 128.0, 1.28);
    expect_all_heard(from(kDrums_s, score.beats_s), from(kDrums_s, song.beats_s));
    expect_all_heard(from(kDrums_s, score.downbeats_s), from(kDrums_s, song.downbeats_s));
}

TEST(HeardTempo, OfAGrooveIsTheOneWritten) {
    for (const std::uint64_t seed : {1, 3, 5})
        for (const double bpm : {110.0, 128.0, 140.0})
            EXPECT_NEAR(heard(groove(seed, bpm), true).tempo_bpm, bpm, 0.01 * bpm) << seed << " " << bpm;
}

// Which of two octaves is meant cannot be heard in every groove, but that it is one of them can.
TEST(HeardTempo, OfASlowOrFastGrooveIsTheOneWrittenOrAnOctaveFromIt) {
    for (const double bpm : {90.0, 174.0}) {
        const double ratio = heard(groove(1, bpm), true).tempo_bpm / bpm;
        EXPECT_NEAR(std::remainder(std::log2(ratio), 1.0), 0.0, 0.015) << bpm << " " << ratio;
        EXPECT_TRUE(ratio > 0.4 && ratio < 2.1) << bpm << " " << ratio;
    }
}

}  // namespace chladni
