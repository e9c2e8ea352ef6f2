#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>

#include "engine/analysis/analyzer.h"
#include "engine/analysis/beat_metrics.h"
#include "engine/analysis/song_analysis.h"
#include "engine/media/audio_file.h"

namespace chladni {

namespace {

namespace fs = std::filesystem;

/// What is annotated of a song: its beats, and those that start a bar.
struct Truth {
    std::vector<double> beats_s, downbeats_s;
};

Truth truth_of(const fs::path& song) {
    std::ifstream in(fs::path(song).replace_extension(".beats"));
    Truth truth;
    for (double time_s = 0, place = 0; in >> time_s >> place;) {
        truth.beats_s.push_back(time_s);
        if (place == 1.0) truth.downbeats_s.push_back(time_s);
    }
    return truth;
}

/// The songs lie beside the tree, not in it: they are not ours to ship.
std::vector<fs::path> songs() {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(fs::path(CHLADNI_SOURCE_DIR) / "../shared/data/synth", none))
        if (entry.path().extension() == ".ogg") found.push_back(entry.path());
    std::ranges::sort(found);
    return found;
}

/// Our own net, and BeatNet's where its weights lie beside the tree.
BeatNets nets() {
    const fs::path published = fs::path(CHLADNI_SOURCE_DIR) / "../shared/data/beatnet/beatnet_model_1.safetensors";
    BeatNets nets{load_beat_net(fs::path(CHLADNI_SOURCE_DIR) / "models/beats/chladni.safetensors")};
    if (fs::exists(published)) nets.push_back(load_beat_net(published));
    return nets;
}

struct Means {
    double f_measure = 0, cml_t = 0, aml_t = 0, downbeats = 0, offset_s = 0;
};

Means mean_scores(bool causal, const BeatNets& nets) {
    Means mean;
    const auto all = songs();
    const auto count = static_cast<double>(all.size());
    for (const auto& path : all) {
        const AudioBuffer sound = load_audio_file(path);
        const SongAnalysis song = analyze_song(mono_of(sound), sound.sample_rate, causal, nets);
        const Truth truth = truth_of(path);
        const BeatScores scores = score_beats(truth.beats_s, song.beats_s);
        EXPECT_GT(scores.f_measure, 0.6) << path.stem();  // no song is lost altogether
        EXPECT_GT(song.confidence, 0.8) << path.stem();   // there is a beat in each; it reaches .91 or more
        EXPECT_GT(song.tempo_bpm, 0.0) << path.stem();
        mean.f_measure += scores.f_measure / count, mean.cml_t += scores.cml_t / count, mean.aml_t += scores.aml_t / count;
        mean.downbeats += score_beats(truth.downbeats_s, song.downbeats_s).f_measure / count;
        mean.offset_s += beat_errors(truth.beats_s, song.beats_s).mean_s / count;
    }
    std::cout << "F " << mean.f_measure << ", CMLt " << mean.cml_t << ", AMLt " << mean.aml_t << ", downbeat F " << mean.downbeats << ", " << 1e3 * mean.offset_s << " ms\n";
    return mean;
}

}  // namespace

TEST(BeatAccuracy, ByTheFluxAloneTheLiveTrackerFollowsElevenStyles) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    const Means mean = mean_scores(true, {});
    EXPECT_GE(mean.f_measure, 0.95);  // .961
    EXPECT_GE(mean.aml_t, 0.96);      // .984
    EXPECT_LT(std::abs(mean.offset_s), 0.004);
}

TEST(BeatAccuracy, WithNetsItFollowsBarsToo) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    const Means mean = mean_scores(true, nets());
    EXPECT_GE(mean.f_measure, 0.97);
    EXPECT_GE(mean.cml_t, 0.95);
    EXPECT_GE(mean.aml_t, 0.97);
    EXPECT_GE(mean.downbeats, 0.80);
    EXPECT_LT(std::abs(mean.offset_s), 0.004);
}

TEST(BeatAccuracy, LookingAheadIsAsGood) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    EXPECT_GE(mean_scores(false, {}).f_measure, 0.96);  // .970 by the flux alone
    const Means mean = mean_scores(false, nets());
    EXPECT_GE(mean.f_measure, 0.97);
    EXPECT_GE(mean.downbeats, 0.80);
}

TEST(BeatAccuracy, TheTempoIsFoundWithinFourSeconds) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    for (const auto& path : songs()) {
        const AudioBuffer sound = load_audio_file(path);
        const Truth truth = truth_of(path);
        const auto mono = mono_of(sound);
        BeatGrid grid;
        Analyzer analyzer(sound.sample_rate, nets());
        const auto upto = static_cast<std::size_t>((truth.beats_s.front() + 4.0) * sound.sample_rate);
        analyzer.analyze(std::span(mono).first(upto), [&](const HopResult& hop) { grid = hop.grid; });
        const double octaves = std::log2(grid.tempo.bpm * (truth.beats_s[1] - truth.beats_s[0]) / 60.0);
        EXPECT_LT(std::abs(octaves - std::round(octaves)), 0.06) << path.stem() << ": " << grid.tempo.bpm;
        EXPECT_GE(grid.confidence, 0.3f) << path.stem();
    }
}

TEST(BeatAccuracy, ASongThatIsCutOffHasTheBeatsOfTheWhole) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    constexpr double kCut_s = 17.37;
    for (const auto& path : songs()) {
        const AudioBuffer sound = load_audio_file(path);
        const auto mono = mono_of(sound);
        const auto cut = std::span(mono).first(static_cast<std::size_t>(kCut_s * sound.sample_rate));
        const auto upto = [](std::vector<double> times_s) {
            std::erase_if(times_s, [](double t) { return t > kCut_s - 0.5; });
            return times_s;
        };
        const auto beats_s = upto(analyze_song(cut, sound.sample_rate, true, nets()).beats_s);
        EXPECT_GT(beats_s.size(), 15u) << path.stem();
        EXPECT_EQ(beats_s, upto(analyze_song(mono, sound.sample_rate, true, nets()).beats_s)) << path.stem();
    }
}

}  // namespace chladni
