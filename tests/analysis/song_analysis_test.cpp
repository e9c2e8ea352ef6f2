#include "engine/analysis/song_analysis.h"

#include <gtest/gtest.h>

#include "tests/analysis/signals.h"

namespace chladni {

namespace {

// Four on the floor, the one of each bar with another tone: 124 BPM, 16 s and a rest.
constexpr double kBeat_s = 60.0 / 124.0;

std::vector<float> known_track() {
    std::vector<float> sound = silence(17.0);
    for (int beat = 0; beat * kBeat_s < 16.0; ++beat) {
        add_hit(sound, beat * kBeat_s, 60.0, 0.1);
        add_hit(sound, beat * kBeat_s, beat % 4 == 0 ? 220.0 : 330.0, 0.15);
        add_hit(sound, (beat + 0.5) * kBeat_s, 9000.0, 0.01);
    }
    return sound;
}

const SongAnalysis& known_song(bool causal) {
    static const std::array songs = {analyze_song(known_track(), kRate_hz, false),
                                     analyze_song(known_track(), kRate_hz, true)};
    return songs[causal ? 1 : 0];
}

void expect_ascending_within(const std::vector<double>& times_s, double duration_s) {
    EXPECT_EQ(std::ranges::adjacent_find(times_s, std::greater_equal()), times_s.end());
    for (const double t : times_s) EXPECT_TRUE(t >= 0.0 && t <= duration_s) << t;
}

}  // namespace

TEST(SongAnalysis, SaysWhatIsKnownOfTheTrack) {
    for (const bool causal : {false, true}) {
        const SongAnalysis& song = known_song(causal);
        EXPECT_EQ(song.sample_rate, kRate_hz);
        EXPECT_DOUBLE_EQ(song.duration_s, 17.0);
        EXPECT_NEAR(song.tempo_bpm, 124.0, 1.24);
        EXPECT_GT(song.confidence, 0.5);
        EXPECT_EQ(song.hops.size(), 1700u);
        EXPECT_EQ(song.tempo_curve.size(), 17u);
        EXPECT_NEAR(song.tempo_curve[12].bpm, 124.0, 1.24);
    }
}

TEST(SongAnalysis, BeatsDownbeatsAndOnsetsAscendWithinTheFile) {
    for (const bool causal : {false, true}) {
        const SongAnalysis& song = known_song(causal);
        expect_ascending_within(song.beats_s, song.duration_s);
        expect_ascending_within(song.downbeats_s, song.duration_s);
        expect_ascending_within(song.onsets_s, song.duration_s);
        for (const double t : song.downbeats_s) EXPECT_TRUE(std::ranges::binary_search(song.beats_s, t)) << t;
    }
}

TEST(SongAnalysis, BeatsAreTheKicksAndOnsetsAreTheHits) {
    for (const bool causal : {false, true}) {
        auto beats_s = known_song(causal).beats_s;
        std::erase_if(beats_s, [](double t) { return t < 5.0 || t > 16.0; });
        EXPECT_NEAR(static_cast<double>(beats_s.size()), 11.0 / kBeat_s, 1.0);
        for (const double t : beats_s) EXPECT_NEAR(std::remainder(t, kBeat_s), 0.0, 0.03) << causal << " " << t;
    }
    EXPECT_NEAR(known_song(false).beats_s.front(), 0.0, 0.03);  // with hindsight the first beat of the file is one
    const auto& onsets_s = known_song(false).onsets_s;
    EXPECT_EQ(onsets_s.size(), 68u);  // 34 kicks, 34 hats
    for (const double t : onsets_s) EXPECT_NEAR(std::remainder(t, 0.5 * kBeat_s), 0.0, 0.025) << t;
}

TEST(SongAnalysis, BarsStartWhereTheAccentsAre) {
    for (const bool causal : {false, true}) {
        auto downbeats_s = known_song(causal).downbeats_s;
        std::erase_if(downbeats_s, [](double t) { return t < 7.0 || t > 16.0; });
        EXPECT_EQ(downbeats_s.size(), 5u) << causal;
        for (const double t : downbeats_s) EXPECT_NEAR(std::remainder(t, 4 * kBeat_s), 0.0, 0.03) << causal << " " << t;
    }
}

TEST(SongAnalysis, ACausalPrefixHasTheBeatsOfTheWhole) {
    const auto track = known_track();
    const auto& whole_s = known_song(true).beats_s;
    for (const double length_s : {6.0, 9.6, 13.2}) {  // 9.6: a beat that was announced would come after the end
        auto cut_s = analyze_song(std::span(track).first(samples_of(length_s)), kRate_hz, true).beats_s;
        expect_ascending_within(cut_s, length_s);
        std::erase_if(cut_s, [&](double t) { return t > length_s - 0.5; });
        ASSERT_GT(cut_s.size(), 5u);
        for (std::size_t i = 0; i < cut_s.size(); ++i) ASSERT_EQ(cut_s[i], whole_s[i]) << length_s;
        EXPECT_GT(whole_s[cut_s.size()], length_s - 0.5);
    }
}

TEST(SongAnalysis, WhatHasNoBeatHasNoTempo) {
    for (const auto& sound : {silence(8.0), white_noise(0.3f, 8.0), sine(440.0, 0.5, 8.0), std::vector<float>{}}) {
        for (const bool causal : {false, true}) {
            const SongAnalysis song = analyze_song(sound, kRate_hz, causal);
            EXPECT_LT(song.confidence, 0.3);
            EXPECT_EQ(song.tempo_bpm, 0.0);
            EXPECT_LT(song.beats_s.size(), 3u);
        }
    }
    const SongAnalysis nothing = analyze_song(silence(8.0), kRate_hz, true);
    EXPECT_TRUE(nothing.beats_s.empty() && nothing.downbeats_s.empty() && nothing.onsets_s.empty());
}

TEST(SongAnalysis, TheGridGoesThroughTheBeatsAroundAMoment) {
    const SongAnalysis& song = known_song(false);
    const std::size_t middle = song.beats_s.size() / 2;
    const double here = song.beats_s[middle], next = song.beats_s[middle + 1];
    const BeatGrid grid = song.grid_at(Seconds{0.5 * (here + next)});
    EXPECT_NEAR(grid.beat_at(Seconds{here}).value, static_cast<double>(middle), 1e-6);
    EXPECT_NEAR(grid.beat_at(Seconds{next}).value, static_cast<double>(middle + 1), 1e-6);
    EXPECT_EQ(grid.source, BeatSource::kFile);
    EXPECT_EQ(grid.beats_per_bar, 4);
}

TEST(SongAnalysis, OutsideTheFileIsSilence) {
    const SongAnalysis& song = known_song(false);
    EXPECT_GT(song.features_at(Seconds{8 * kBeat_s + 0.02}).rms, 0.1f);
    EXPECT_EQ(song.features_at(Seconds{-1.0}).rms, 0.0f);
    EXPECT_EQ(song.features_at(Seconds{100.0}).loudness_lufs, -70.0f);
}

}  // namespace chladni
