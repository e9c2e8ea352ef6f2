#include "engine/analysis/song_listener.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "engine/base/check.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

SongAnalysis heard_in_pieces(std::span<const float> sound, std::size_t piece, double rate_hz, bool causal) {
    SongListener listener(rate_hz, causal);
    for (; !sound.empty(); sound = sound.subspan(std::min(piece, sound.size()))) listener.take(sound.first(std::min(piece, sound.size())));
    return listener.finish();
}

template <typename T>
bool same_bits(const T& a, const T& b) {
    return std::memcmp(&a, &b, sizeof(T)) == 0;
}

void expect_same(const SongAnalysis& a, const SongAnalysis& b) {
    EXPECT_TRUE(same_bits(a.loudness_lufs, b.loudness_lufs) && same_bits(a.confidence, b.confidence) && same_bits(a.tempo_bpm, b.tempo_bpm));
    EXPECT_EQ(a.duration_s, b.duration_s);
    EXPECT_EQ(a.beats_s, b.beats_s);
    EXPECT_EQ(a.downbeats_s, b.downbeats_s);
    EXPECT_EQ(a.onsets_s, b.onsets_s);
    ASSERT_EQ(a.hops.size(), b.hops.size());
    ASSERT_EQ(a.wave.size(), b.wave.size());
    for (std::size_t i = 0; i < a.hops.size(); ++i) {
        ASSERT_TRUE(same_bits(a.hops[i].rms, b.hops[i].rms) && same_bits(a.hops[i].bands, b.hops[i].bands) && same_bits(a.hops[i].onset, b.hops[i].onset)) << i;
        ASSERT_TRUE(same_bits(a.hops[i].loudness_lufs, b.hops[i].loudness_lufs) && same_bits(a.wave[i], b.wave[i])) << i;
    }
}

}  // namespace

TEST(SongListener, SaysTheSameBitsForPiecesOfAnySize) {
    const std::vector<float> sound = joined(click_track(126.0, 7.0), pink_noise(0.2f, 1.003));
    for (const double rate_hz : {48000.0, 44100.0, 22050.0}) {
        const SongAnalysis whole = analyze_song(sound, rate_hz, false);
        ASSERT_GT(whole.beats_s.size(), 8u);
        for (const std::size_t piece : {1u, 479u, 480u, 481u, 4096u}) expect_same(heard_in_pieces(sound, piece, rate_hz, false), whole);
    }
    expect_same(heard_in_pieces(sound, 1000, kRate_hz, true), analyze_song(sound, kRate_hz, true));
}

TEST(SongListener, KeepsTheLowestAndTheHighestSampleOfEachHop) {
    std::vector<float> sound = silence(0.03);
    sound[100] = 0.5f;
    sound[200] = -0.25f;
    sound[700] = -1.5f;
    const SongAnalysis song = analyze_song(sound, kRate_hz, false);
    ASSERT_EQ(song.wave.size(), 3u);
    EXPECT_EQ(song.wave[0].low, -0.25f);
    EXPECT_EQ(song.wave[0].high, 0.5f);
    EXPECT_EQ(song.wave[1].low, -1.5f);
    EXPECT_EQ(song.wave[1].high, 0.0f);
    EXPECT_EQ(song.wave[2].low, 0.0f);
}

TEST(SongListener, WhatIsNoNumberIsSilence) {
    std::vector<float> broken = click_track(120.0, 4.0), mended = broken;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i < broken.size(); i += 1000) {
        broken[i] = i % 3000 == 0 ? std::numeric_limits<float>::quiet_NaN() : i % 2000 == 0 ? kInfinity : -kInfinity;
        mended[i] = 0.0f;
    }
    expect_same(analyze_song(broken, kRate_hz, false), analyze_song(mended, kRate_hz, false));
}

TEST(SongListener, NoSamplesAtAllAreASongOfNothing) {
    SongListener listener(kRate_hz, false);
    const SongAnalysis song = listener.finish();
    EXPECT_EQ(song.duration_s, 0.0);
    EXPECT_EQ(song.loudness_lufs, -70.0);
    EXPECT_TRUE(song.hops.empty() && song.beats_s.empty() && song.onsets_s.empty());
}

TEST(SongListener, RefusesRatesThatNoSoundHas) {
    for (const double rate_hz : {0.0, 1000.0, 1e6, -1.0, std::numeric_limits<double>::quiet_NaN()}) EXPECT_THROW(SongListener(rate_hz, false), Error);
    EXPECT_EQ(analyze_song(std::vector<float>(2000, 0.1f), 2000.0, false).hops.size(), 100u);
}

}  // namespace chladni
