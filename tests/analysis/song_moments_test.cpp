#include <gtest/gtest.h>

#include "engine/analysis/song_analysis.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

constexpr double kBeat_s = 0.5;

/// A song as it is known: beats from 1 s to 9.5 s, the second of them starts a bar, 20 s long.
SongAnalysis written_song() {
    SongAnalysis song;
    song.sample_rate = kRate_hz;
    song.duration_s = 20.0;
    song.confidence = 0.75;
    for (int beat = 0; beat < 18; ++beat) {
        song.beats_s.push_back(1.0 + beat * kBeat_s);
        if (beat % 4 == 1) song.downbeats_s.push_back(song.beats_s.back());
    }
    for (int hop = 0; hop < 2000; ++hop) {
        song.hops.emplace_back().at = Samples{480 * (hop + 1)};
        song.hops.back().rms = static_cast<float>(hop);
    }
    return song;
}

double beat_at(const SongAnalysis& song, double t) { return song.grid_at(Seconds{t}).beat_at(Seconds{t}).value; }

}  // namespace

TEST(SongMoments, BetweenTwoBeatsTheGridIsTheLineThroughThem) {
    const SongAnalysis song = written_song();
    for (const double t : {1.0, 1.125, 4.5, 4.875, 9.49}) {
        const BeatGrid grid = song.grid_at(Seconds{t});
        EXPECT_NEAR(beat_at(song, t), (t - 1.0) / kBeat_s, 1e-9) << t;
        EXPECT_NEAR(grid.tempo.bpm, 120.0, 1e-9) << t;
        EXPECT_EQ(grid.source, BeatSource::kFile) << t;
        EXPECT_FLOAT_EQ(grid.confidence, 0.75f) << t;
    }
}

TEST(SongMoments, BeforeTheFirstAndAfterTheLastBeatTheTempoGoesOn) {
    const SongAnalysis song = written_song();
    for (const double t : {-3.0, 0.0, 0.999, 9.5, 12.25, 20.0, 500.0}) {
        EXPECT_NEAR(beat_at(song, t), (t - 1.0) / kBeat_s, 1e-9) << t;
        EXPECT_NEAR(song.grid_at(Seconds{t}).tempo.bpm, 120.0, 1e-9) << t;
    }
}

TEST(SongMoments, TheBarIsTheOneAroundTheMoment) {
    const SongAnalysis song = written_song();
    for (const double t : {1.6, 4.5, 8.0, 15.0}) {
        const BeatGrid grid = song.grid_at(Seconds{t});
        EXPECT_EQ(grid.beats_per_bar, 4) << t;
        EXPECT_EQ(grid.downbeat % 4, 1) << t;
        EXPECT_LE(grid.downbeat, beat_at(song, t)) << t;
    }
}

TEST(SongMoments, WithLessThanTwoBeatsThereIsNoGrid) {
    SongAnalysis song = written_song();
    for (const std::size_t beats : {1, 0}) {
        song.beats_s.resize(beats);
        const BeatGrid grid = song.grid_at(Seconds{3.0});
        EXPECT_EQ(grid.source, BeatSource::kNone);
        EXPECT_EQ(grid.at.value, 3.0);
        EXPECT_FALSE(grid.trusted());
    }
}

TEST(SongMoments, FeaturesAreThoseOfTheHopThatTheMomentFallsInto) {
    const SongAnalysis song = written_song();
    EXPECT_EQ(song.features_at(Seconds{0.0}).rms, 0.0f);
    EXPECT_EQ(song.features_at(Seconds{0.015}).rms, 1.0f);
    EXPECT_EQ(song.features_at(Seconds{12.345}).rms, 1234.0f);
    EXPECT_EQ(song.features_at(Seconds{19.999}).rms, 1999.0f);
}

TEST(SongMoments, OutsideTheFileIsSilenceAtThatMoment) {
    const SongAnalysis song = written_song();
    for (const double t : {-1.0, -0.001, 20.0, 1000.0}) {
        const FeatureFrame frame = song.features_at(Seconds{t});
        EXPECT_EQ(frame.rms, 0.0f) << t;
        EXPECT_EQ(frame.loudness_lufs, -70.0f) << t;
        EXPECT_EQ(frame.at.value, static_cast<std::int64_t>(std::llround(t * kRate_hz))) << t;
    }
}

TEST(SongMoments, ASoundShorterThanAHopHasALengthAndNothingElse) {
    for (const std::size_t length : {0, 1, 479}) {
        for (const bool causal : {false, true}) {
            const SongAnalysis song = analyze_song(std::vector<float>(length, 0.5f), kRate_hz, causal);
            EXPECT_DOUBLE_EQ(song.duration_s, static_cast<double>(length) / kRate_hz);
            EXPECT_TRUE(song.hops.empty() && song.beats_s.empty() && song.downbeats_s.empty());
            EXPECT_TRUE(song.onsets_s.empty() && song.tempo_curve.empty());
            EXPECT_EQ(song.confidence, 0.0);
            EXPECT_EQ(song.tempo_bpm, 0.0);
            EXPECT_EQ(song.features_at(Seconds{0.0}).rms, 0.0f);
            EXPECT_EQ(song.grid_at(Seconds{0.0}).source, BeatSource::kNone);
        }
    }
    EXPECT_EQ(analyze_song(std::vector<float>(480, 0.5f), kRate_hz, false).hops.size(), 1u);
}

}  // namespace chladni
