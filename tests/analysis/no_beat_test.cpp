#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>

#include "engine/analysis/song_analysis.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

/// Clicks that come at random, so often a second on average: many onsets, and no beat.
std::vector<float> random_clicks(double per_second, std::uint32_t seed) {
    std::vector<float> sound = silence(20.0);
    std::uint32_t state = seed * 2654435761u;
    const auto pause_s = [&] {
        state = state * 1664525u + 1013904223u;
        return -std::log((static_cast<double>(state >> 8) + 0.5) / 16777216.0) / per_second;
    };
    for (double t = pause_s(); t < 20.0; t += pause_s()) add_click(sound, t);
    return sound;
}

/// A voice that holds a note and swings by a semitone to each side, more than most do.
std::vector<float> vibrato(double swings_hz) {
    std::vector<float> sound = silence(20.0);
    double turns = 0.0;
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = static_cast<double>(i) / kRate_hz;
        turns += 440.0 * std::exp2(std::sin(2.0 * std::numbers::pi * swings_hz * t) / 12.0) / kRate_hz;
        sound[i] = static_cast<float>(0.3 * std::sin(2.0 * std::numbers::pi * turns));
    }
    return sound;
}

std::vector<float> one_click() {
    std::vector<float> sound = silence(20.0);
    add_click(sound, 5.0);
    return sound;
}

BeatNets net() { return {load_beat_net(std::filesystem::path(CHLADNI_SOURCE_DIR) / "models/beats/chladni.safetensors")}; }

// What the contract says of a file in which there is nothing to follow, without and with a net.
void expect_nothing_to_follow(const std::vector<float>& sound, const std::string& name) {
    for (const BeatNets& nets : {BeatNets{}, net()}) {
        const SongAnalysis song = analyze_song(sound, kRate_hz, true, nets);
        EXPECT_LT(song.confidence, 0.3) << name << ", nets: " << nets.size();
        EXPECT_EQ(song.tempo_bpm, 0.0) << name << ", nets: " << nets.size();
    }
}

}  // namespace

TEST(NoBeat, NoiseHasNone) {
    expect_nothing_to_follow(white_noise(0.3f, 20.0), "white");
    expect_nothing_to_follow(pink_noise(0.3f, 20.0), "pink");
    expect_nothing_to_follow(pink_noise(0.003f, 20.0), "soft");
}

TEST(NoBeat, WhatStandsStillHasNone) {
    for (const float level : {0.0f, 0.5f, 0.9f, 100.0f}) expect_nothing_to_follow(std::vector<float>(samples_of(20.0), level), std::to_string(level));
}

TEST(NoBeat, OnsetsAtRandomHaveNone) {
    for (const double per_second : {1.0, 2.0, 4.0, 8.0})
        for (const std::uint32_t seed : {1, 2, 3}) {
            const auto sound = random_clicks(per_second, seed);
            expect_nothing_to_follow(sound, std::to_string(per_second) + " " + std::to_string(seed));
        }
}

TEST(NoBeat, ALongNoteAndASingleClickHaveNone) {
    for (const double swings_hz : {5.0, 5.5, 6.0, 6.5})
        expect_nothing_to_follow(vibrato(swings_hz), "vibrato " + std::to_string(swings_hz));
    expect_nothing_to_follow(one_click(), "click");
}

// The other side: the same clicks in order are a beat, so it is the order that is missed above.
TEST(NoBeat, TheSameClicksInOrderHaveOne) {
    const SongAnalysis song = analyze_song(click_track(120.0, 20.0), kRate_hz, true);
    EXPECT_GT(song.confidence, 0.5);
    EXPECT_NEAR(song.tempo_bpm, 120.0, 1.2);
}

}  // namespace chladni
