#include <gtest/gtest.h>

#include "engine/analysis/song_analysis.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

constexpr int kBeats = 18;

// It slows down, so no two beats are equally far apart.
double time_of(int beat) { return 1.0 + 0.5 * beat + 0.01 * beat * beat; }
double bpm_after(int beat) { return 60.0 / (time_of(beat + 1) - time_of(beat)); }

/// A song as it is known, 20 s long: a waltz of which the second beat starts a bar.
SongAnalysis written_song() {
    SongAnalysis song;
    song.sample_rate = kRate_hz;
    song.duration_s = 20.0;
    song.confidence = 0.75;
    for (int beat = 0; beat < kBeats; ++beat) {
        song.beats_s.push_back(time_of(beat));
        if (beat % 3 == 1) song.downbeats_s.push_back(time_of(beat));
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
    for (int beat = 0; beat + 1 < kBeats; ++beat) {
        const double here = time_of(beat), middle = 0.5 * (here + time_of(beat + 1));
        const BeatGrid grid = song.grid_at(Seconds{middle});
        EXPECT_NEAR(beat_at(song, here), beat, 1e-9);
        EXPECT_NEAR(beat_at(song, middle), beat + 0.5, 1e-9);
        EXPECT_NEAR(grid.tempo.bpm, bpm_after(beat), 1e-9) << beat;
        EXPECT_EQ(grid.source, BeatSource::kFile) << beat;
        EXPECT_FLOAT_EQ(grid.confidence, 0.75f) << beat;
    }
}

TEST(SongMoments, BeforeTheFirstAndAfterTheLastBeatTheTempoGoesOn) {
    const SongAnalysis song = written_song();
    for (const double t : {-3.0, 0.0, 0.999}) {
        EXPECT_NEAR(beat_at(song, t), (t - time_of(0)) * bpm_after(0) / 60.0, 1e-9) << t;
        EXPECT_NEAR(song.grid_at(Seconds{t}).tempo.bpm, bpm_after(0), 1e-9) << t;
    }
    for (const double t : {time_of(kBeats - 1), 15.0, 20.0, 500.0}) {
        const double since_s = t - time_of(kBeats - 1);
        EXPECT_NEAR(beat_at(song, t), kBeats - 1 + since_s * bpm_after(kBeats - 2) / 60.0, 1e-9) << t;
        EXPECT_NEAR(song.grid_at(Seconds{t}).tempo.bpm, bpm_after(kBeats - 2), 1e-9) << t;
    }
}

TEST(SongMoments, TheBarIsTheOneAroundTheMoment) {
    const SongAnalysis song = written_song();
    for (int beat = 1; beat < 16; ++beat) {
        const BeatGrid grid = song.grid_at(Seconds{time_of(beat) + 0.1});
        EXPECT_EQ(grid.beats_per_bar, 3) << beat;
        EXPECT_EQ(grid.downbeat, beat - (beat - 1) % 3) << beat;
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
