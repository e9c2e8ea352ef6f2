#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "engine/analysis/song_analysis.h"
#include "engine/base/check.h"
#include "engine/music/composer.h"
#include "engine/music/performer.h"
#include "engine/runtime/heard_drive.h"
#include "engine/runtime/score_drive.h"
#include "engine/runtime/score_file.h"

namespace chladni {
namespace {

constexpr double kRate_hz = 16000.0;

SoundLevels flat(std::size_t frames, float energy = 0.7f, float calm = 0.0f) {
    return {std::vector<float>(frames, energy), std::vector<float>(frames, calm)};
}

std::vector<float> tone(double seconds, float level) {
    std::vector<float> mono(static_cast<std::size_t>(seconds * kRate_hz));
    for (std::size_t i = 0; i < mono.size(); ++i) mono[i] = level * static_cast<float>(std::sin(0.2 * static_cast<double>(i)));
    return mono;
}

TEST(ScoreDrive, AKickIsOneOnItsFrameAndFallsAfterIt) {
    Score score;
    score.kicks = {{1.02, 1.0f}};  // within frame 24, which begins at 1.0 s
    const auto drives = score_drive(score, flat(48));
    EXPECT_EQ(drives[23].kick, 0.0f);
    EXPECT_FLOAT_EQ(drives[24].kick, 1.0f);
    EXPECT_NEAR(drives[25].kick, std::exp(-(25 / 24.0 - 1.02) / 0.16), 1e-5);
    EXPECT_NEAR(drives[28].kick, std::exp(-(28 / 24.0 - 1.02) / 0.16), 1e-5);
    EXPECT_EQ(drives[24].snare, 0.0f);
}

TEST(ScoreDrive, EachDrumHasItsOwnFall) {
    Score score;
    score.snares = {{0.5, 0.8f}};
    score.hats = {{0.5, 1.0f}};
    const auto drives = score_drive(score, flat(24));
    EXPECT_FLOAT_EQ(drives[12].snare, 0.8f);
    EXPECT_NEAR(drives[14].snare, 0.8 * std::exp(-2 / 24.0 / 0.12), 1e-4);
    EXPECT_NEAR(drives[14].hat, std::exp(-2 / 24.0 / 0.05), 1e-4);
}

TEST(ScoreDrive, ASceneChangesWhereASectionOfAnotherKindBegins) {
    Score score;
    score.sections = {{SectionKind::kFull, 0, 1}, {SectionKind::kFull, 1, 2}, {SectionKind::kBreak, 2, 3}};
    const auto drives = score_drive(score, flat(72));
    EXPECT_EQ(drives[30].scene, 0);
    EXPECT_EQ(drives[47].scene, 0);
    EXPECT_EQ(drives[48].scene, 1);
}

TEST(ScoreDrive, TheBassSoundsAsLongAsItsNotes) {
    Score score;
    score.bass = {{1.0, 0.5, 40, 1.0f}};
    const auto drives = score_drive(score, flat(72));
    EXPECT_EQ(drives[23].bass, 0.0f);
    EXPECT_GT(drives[26].bass, 0.9f);
    EXPECT_LT(drives[60].bass, 0.05f);
}

TEST(ScoreDrive, HueFollowsTheChordAndMovesSmoothly) {
    Score score;
    score.chords = {{0.0, 2.0, {60}}, {2.0, 2.0, {63}}};
    const auto drives = score_drive(score, flat(96));
    EXPECT_NEAR(drives[40].hue, 0.0f, 0.01f);
    EXPECT_NEAR(drives[95].hue, 0.25f, 0.02f);
    for (std::size_t k = 50; k < 96; ++k) EXPECT_LT(std::abs(drives[k].hue - drives[k - 1].hue), 0.05f);
}

TEST(ScoreDrive, InSilenceNothingDrums) {
    Score score;
    score.kicks = {{0.5, 1.0f}};
    EXPECT_EQ(score_drive(score, flat(24, 0.0f, 1.0f))[12].kick, 0.0f);
}

TEST(SoundLevels, LoudIsEnergyAndSilenceIsCalm) {
    std::vector<float> mono = tone(2.0, 0.2f);
    mono.resize(mono.size() * 2, 0.0f);
    level_out(mono);
    const SoundLevels levels = sound_levels(mono, kRate_hz);
    ASSERT_EQ(levels.energy.size(), 96u);
    EXPECT_GT(levels.energy[24], 0.85f);
    EXPECT_LT(levels.calm[24], 0.01f);
    EXPECT_LT(levels.energy[80], 0.05f);
    EXPECT_GT(levels.calm[80], 0.95f);
}

TEST(SoundLevels, DoNotDependOnTheGain) {
    std::vector<float> loud = tone(1.0, 0.5f), soft = tone(1.0, 0.02f);
    level_out(loud);
    level_out(soft);
    EXPECT_NEAR(sound_levels(loud, kRate_hz).energy[12], sound_levels(soft, kRate_hz).energy[12], 0.01f);
}

// Frames where an envelope jumps.
std::vector<std::size_t> hits_in(const std::vector<Drive>& drives, float Drive::* envelope) {
    std::vector<std::size_t> frames;
    for (std::size_t k = 1; k < drives.size(); ++k)
        if (drives[k].*envelope > drives[k - 1].*envelope + 0.2f) frames.push_back(k);
    return frames;
}

double found(const std::vector<std::size_t>& of, const std::vector<std::size_t>& in) {
    const auto near = [&](std::size_t k) { return std::ranges::any_of(in, [&](std::size_t other) { return other + 1 >= k && other <= k + 1; }); };
    return static_cast<double>(std::ranges::count_if(of, near)) / static_cast<double>(std::max<std::size_t>(1, of.size()));
}

TEST(HeardDrive, HearsTheKicksOfAPieceWhereItsScoreHasThem) {
    const Score score = compose(4, 16.0, {.bpm = 120, .form = {{SectionKind::kFull, 16}}, .fade_out_s = 0});
    const AudioBuffer sound = perform(score);
    std::vector<float> mono = mono_of(sound);
    level_out(mono);
    const SoundLevels levels = sound_levels(mono, sound.sample_rate);
    const auto truth = hits_in(score_drive(score, levels), &Drive::kick);
    const auto heard = hits_in(heard_drive(analyze_song(mono, sound.sample_rate, false), levels), &Drive::kick);
    ASSERT_GT(truth.size(), 15u);
    EXPECT_GT(found(truth, heard), 0.85);
    EXPECT_GT(found(heard, truth), 0.85);
}

TEST(HeardDrive, SilenceIsCalmAndHasNoScenes) {
    const std::vector<float> mono(static_cast<std::size_t>(8 * kRate_hz), 0.0f);
    const auto drives = heard_drive(analyze_song(mono, kRate_hz, false), sound_levels(mono, kRate_hz));
    ASSERT_FALSE(drives.empty());
    EXPECT_EQ(drives[90].calm, 1.0f);
    EXPECT_EQ(drives.back().scene, 0);
}

TEST(HeardDrive, ASceneChangesWhereTheDrumsStop) {
    const Score score = compose(9, 20.0, {.bpm = 120, .form = {{SectionKind::kFull, 20}, {SectionKind::kPad, 20, 0.5f}}, .fade_out_s = 0});
    const AudioBuffer sound = perform(score);
    std::vector<float> mono = mono_of(sound);
    level_out(mono);
    const auto drives = heard_drive(analyze_song(mono, sound.sample_rate, false), sound_levels(mono, sound.sample_rate));
    EXPECT_EQ(drives[24 * 9].scene, drives[24].scene);
    EXPECT_EQ(drives[24 * 11].scene, drives[24 * 9].scene + 1);
}

std::filesystem::path write(const std::string& name, const std::string& text) {
    const auto path = std::filesystem::path(testing::TempDir()) / name;
    std::ofstream(path) << text;
    return path;
}

TEST(ScoreFile, ReadsWhatTheFormatHas) {
    const Score score = read_score_file(write("a.score.json", R"({"duration_s": 4, "beats_s": [0, 0.5], "kicks": [[0.5, 0.9]],
        "bass": [[1, 0.5, 40, 0.7]], "chords": [[0, 2, [60, 64]]],
        "sections": [{"start_s": 0, "kind": "full"}, {"start_s": 2, "kind": "hats", "gain": 0.6}]})"));
    EXPECT_EQ(score.beats_s.size(), 2u);
    EXPECT_FLOAT_EQ(score.kicks.at(0).velocity, 0.9f);
    EXPECT_EQ(score.bass.at(0).pitch, 40);
    EXPECT_EQ(score.chords.at(0).pitches, (std::vector{60, 64}));
    EXPECT_EQ(score.sections.at(0).end_s, 2.0);
    EXPECT_EQ(score.sections.at(1).kind, SectionKind::kHatsOnly);
    EXPECT_FLOAT_EQ(score.gain_at(3.0), 0.6f);
}

TEST(ScoreFile, SaysWhatItExpected) {
    EXPECT_THROW(read_score_file(write("b.score.json", "[1, 2]")), Error);
    EXPECT_THROW(read_score_file(write("c.score.json", R"({"duration_s": 1, "kicks": [["x", 1]]})")), Error);
    EXPECT_THROW(read_score_file(write("d.score.json", R"({"duration_s": 1, "sections": [{"start_s": 0, "kind": "loud"}]})")), Error);
    EXPECT_THROW(read_score_file("/nowhere.score.json"), Error);
}

}  // namespace
}  // namespace chladni
