#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <span>

#include "engine/analysis/song_analysis.h"
#include "engine/media/audio_file.h"

namespace chladni {

namespace {

namespace fs = std::filesystem;

constexpr double kFrom_s = 5.0, kWindow_s = 0.07;  // as the literature counts

std::vector<double> late_enough(std::vector<double> times_s) {
    std::erase_if(times_s, [](double t) { return t < kFrom_s; });
    return times_s;
}

/// Beats that match one to one within the window, against all of both.
double f_measure(const std::vector<double>& truth_s, const std::vector<double>& beats_s) {
    std::size_t matched = 0;
    for (std::size_t i = 0, k = 0; i < truth_s.size() && k < beats_s.size();) {
        const double off = beats_s[k] - truth_s[i];
        if (std::abs(off) <= kWindow_s)
            ++matched, ++i, ++k;
        else if (off < 0)
            ++k;
        else
            ++i;
    }
    return 2.0 * static_cast<double>(matched) / static_cast<double>(truth_s.size() + beats_s.size());
}

std::vector<double> truth_of(const fs::path& song) {
    std::ifstream in(fs::path(song).replace_extension(".beats"));
    std::vector<double> times_s;
    for (double time_s = 0, place = 0; in >> time_s >> place;) times_s.push_back(time_s);
    return times_s;
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

double mean_f_measure(bool causal) {
    double sum = 0.0;
    const auto all = songs();
    for (const auto& path : all) {
        const AudioBuffer sound = load_audio_file(path);
        const SongAnalysis song = analyze_song(mono_of(sound), sound.sample_rate, causal);
        const double f = f_measure(late_enough(truth_of(path)), late_enough(song.beats_s));
        EXPECT_GT(f, 0.6) << path.stem();                // no song is lost altogether
        EXPECT_GT(song.confidence, 0.8) << path.stem();  // there is a beat in each; it reaches .91 or more
        EXPECT_GT(song.tempo_bpm, 0.0) << path.stem();
        std::cout << path.stem().string() << ": F-measure " << f << ", confidence " << song.confidence << "\n";
        sum += f;
    }
    const double mean = sum / static_cast<double>(all.size());
    std::cout << (causal ? "as it plays" : "with hindsight") << ": mean F-measure " << mean << "\n";
    return mean;
}

}  // namespace

TEST(BeatAccuracy, TheLiveTrackerFollowsElevenStyles) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    // It reaches .959. The song without drums has .67: it is heard at double its tempo; each other has .95 or more.
    EXPECT_GT(mean_f_measure(true), 0.95);
}

TEST(BeatAccuracy, LookingAheadIsBetterStill) {
    if (songs().empty()) GTEST_SKIP() << "expected songs with annotated beats in ../shared/data/synth, found none";
    // It reaches .970: all but the song without drums are over .99.
    EXPECT_GT(mean_f_measure(false), 0.96);
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
        const auto beats_s = upto(analyze_song(cut, sound.sample_rate, true).beats_s);
        EXPECT_GT(beats_s.size(), 15u) << path.stem();
        EXPECT_EQ(beats_s, upto(analyze_song(mono, sound.sample_rate, true).beats_s)) << path.stem();
    }
}

}  // namespace chladni
