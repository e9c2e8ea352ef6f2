#include "engine/analysis/analyzer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>

#include "engine/base/check.h"
#include "tests/analysis/signals.h"

namespace chladni {

namespace {

constexpr std::array kTempi_bpm = {90.0, 128.0, 174.0};

bool same(const HopResult& a, const HopResult& b) {
    return std::memcmp(&a.features, &b.features, sizeof a.features) == 0 && a.beat == b.beat &&
           a.downbeat == b.downbeat && a.beat_time == b.beat_time && a.grid.beat == b.grid.beat &&
           a.grid.tempo.bpm == b.grid.tempo.bpm && a.grid.confidence == b.grid.confidence;
}

std::size_t hop_at(double seconds) { return static_cast<std::size_t>(std::llround(100.0 * seconds)); }

}  // namespace

TEST(Analyzer, AfterTenSecondsOfClicksItsTempoIsTrueAndTrusted) {
    for (const double bpm : kTempi_bpm) {
        const auto hops = heard(click_track(bpm, 20.0));
        for (std::size_t hop = hop_at(10.0); hop < hops.size(); ++hop) {
            ASSERT_NEAR(hops[hop].grid.tempo.bpm, bpm, 0.01 * bpm) << hop;
            ASSERT_GT(hops[hop].grid.confidence, 0.5f) << bpm << " " << hop;
        }
    }
}

TEST(Analyzer, BeatsFallOnTheClicksAndNoneIsLeftOut) {
    for (const double bpm : kTempi_bpm) {
        const double interval_s = 60.0 / bpm;
        auto beats_s = beats_of(heard(click_track(bpm, 20.0)));
        std::erase_if(beats_s, [](double t) { return t < 5.0 || t > 20.0; });
        EXPECT_NEAR(static_cast<double>(beats_s.size()), 15.0 / interval_s, 1.0) << bpm;
        for (const double t : beats_s) EXPECT_NEAR(std::remainder(t, interval_s), 0.0, 0.03) << bpm << " " << t;
    }
}

TEST(Analyzer, ATempoThatJumpsIsFollowedWithinFiveSeconds) {
    for (const double bpm : {96.0, 150.0, 160.0}) {
        const auto hops = heard(joined(click_track(120.0, 15.0), click_track(bpm, 10.0)));
        EXPECT_NEAR(hops[hop_at(14.9)].grid.tempo.bpm, 120.0, 1.2);
        for (std::size_t hop = hop_at(20.0); hop < hops.size(); ++hop)
            ASSERT_NEAR(hops[hop].grid.tempo.bpm, bpm, 0.01 * bpm) << hop;
        auto beats_s = beats_of(hops);
        std::erase_if(beats_s, [](double t) { return t < 20.0; });
        ASSERT_GE(beats_s.size(), 7u);
        for (const double t : beats_s) EXPECT_NEAR(std::remainder(t - 15.0, 60.0 / bpm), 0.0, 0.03) << bpm << " " << t;
    }
}

TEST(Analyzer, WithoutABeatThereIsNoConfidence) {
    for (const auto& sound : {white_noise(0.3f, 15.0), pink_noise(0.3f, 15.0), sine(440.0, 0.5, 15.0), silence(15.0)}) {
        const auto hops = heard(sound);
        for (const HopResult& hop : hops) ASSERT_LT(hop.grid.confidence, 0.3f) << hop.features.at.value;
        EXPECT_LT(beats_of(hops).size(), 3u);
    }
}

TEST(Analyzer, SaysTheSameForAnySizeOfPieces) {
    const auto sound = joined(click_track(128.0, 4.0), pink_noise(0.2f, 1.0));
    const auto whole = heard(sound);
    ASSERT_EQ(whole.size(), 500u);
    for (const std::size_t piece : {1, 63, 480, 1024, 5000}) {
        Analyzer analyzer(kRate_hz);
        std::size_t hops = 0;
        for (std::size_t at = 0; at < sound.size(); at += piece)
            analyzer.analyze(
                std::span(sound).subspan(at, std::min(piece, sound.size() - at)),
                [&](const HopResult& hop) { ASSERT_TRUE(same(hop, whole[hops++])) << piece << " " << hops; });
        EXPECT_EQ(hops, whole.size()) << piece;
    }
}

TEST(Analyzer, WhatIsNoNumberIsHeardAsSilence) {
    auto broken = click_track(128.0, 4.0), quiet = broken;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    for (std::size_t i = 100; i < broken.size(); i += 997) {
        broken[i] = i % 2 == 0 ? std::numeric_limits<float>::quiet_NaN() : i % 3 == 0 ? kInfinity : -kInfinity;
        quiet[i] = 0.0f;
    }
    const auto a = heard(broken), b = heard(quiet);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t hop = 0; hop < a.size(); ++hop) ASSERT_TRUE(same(a[hop], b[hop])) << hop;
}

TEST(Analyzer, EightTapsHalfASecondApartAre120) {
    Analyzer analyzer(kRate_hz);
    BeatGrid grid;
    for (int tap = 1; tap <= 8; ++tap) {
        analyzer.analyze(silence(0.5), [&](const HopResult& hop) { grid = hop.grid; });
        analyzer.command(BeatCommand::kTap, Seconds{0.5 * tap});
    }
    analyzer.analyze(silence(2.0), [&](const HopResult& hop) { grid = hop.grid; });
    EXPECT_NEAR(grid.tempo.bpm, 120.0, 1.0);
    EXPECT_EQ(grid.source, BeatSource::kTap);
}

TEST(Analyzer, LostSamplesLeaveTheBeatWhereItWas) {
    const auto sound = click_track(120.0, 20.0);
    Analyzer analyzer(kRate_hz);
    std::vector<double> beats_s;
    const auto on_hop = [&](const HopResult& hop) {
        if (hop.beat) beats_s.push_back(hop.beat_time.value);
    };
    analyzer.analyze(std::span(sound).first(samples_of(10.0)), on_hop);
    analyzer.skip(Samples{static_cast<std::int64_t>(samples_of(0.7))});
    analyzer.analyze(std::span(sound).subspan(samples_of(10.7)), on_hop);
    std::erase_if(beats_s, [](double t) { return t < 5.0; });
    EXPECT_NEAR(beats_s.back(), 20.0, 0.55);
    for (const double t : beats_s) EXPECT_NEAR(std::remainder(t, 0.5), 0.0, 0.03) << t;
}

TEST(Analyzer, RefusesARateThatNoSoundHas) {
    for (const double rate_hz : {0.0, 100.0, 1e9, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_THROW(Analyzer{rate_hz}, Error) << rate_hz;
}

}  // namespace chladni
