#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>

#include "tests/app/film_facts.h"
#include "tests/app/program.h"

namespace chladni {
namespace {

using Words = std::vector<std::string>;

class FilmTest : public testing::Test {
protected:
    void SetUp() override {
        const Said said = run_program({"compose", "-o", track_, "--seed", "3", "--duration", "4"});
        ASSERT_EQ(said.code, 0) << said.err;
    }
    Said render(const std::string& film, const Words& more) {
        Words words{"render", track_, "-o", film, "--generator", "pattern", "--size", "96x64"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    }
    std::string in_folder(const char* name) const { return (folder_.path() / name).string(); }
    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) found.insert(entry.path().filename());
        return found;
    }
    TempFolder folder_;
    std::string track_ = in_folder("track.wav");
    std::string film_ = in_folder("film.mp4");
};

TEST_F(FilmTest, LastsAsLongAsTheSoundAndItsFramesMove) {
    ASSERT_EQ(render(film_, {}).code, 0);
    const FilmFacts facts = facts_of(film_);
    EXPECT_EQ(facts.frames, 96);
    EXPECT_EQ(facts.width, 96);
    EXPECT_EQ(facts.height, 64);
    EXPECT_GT(std::set(facts.hashes.begin(), facts.hashes.end()).size(), 90u);
    EXPECT_NEAR(load_audio_file(film_).duration().value, 4.0, 1.0 / 24.0);
}

TEST_F(FilmTest, TheSoundIsTheInputsFromItsStartToWithinAFrame) {
    const std::vector<float> original = mono_of(load_audio_file(track_));
    for (const double start_s : {0.0, 1.3}) {
        ASSERT_EQ(render(film_, {"--start", std::to_string(start_s), "--duration", "2"}).code, 0);
        const AudioBuffer sound = load_audio_file(film_);
        ASSERT_EQ(sound.sample_rate, 48000);
        EXPECT_NEAR(sound.duration().value, 2.0, 1.0 / 24.0);
        EXPECT_LE(std::abs(lag_of(mono_of(sound), original, static_cast<std::size_t>(start_s * 48000), 4000)), 100) << start_s;
        EXPECT_EQ(facts_of(film_).frames, 48);
    }
}

TEST_F(FilmTest, TheSameSeedGivesTheSameFramesAndAnotherSeedOthers) {
    const std::string again = in_folder("again.mp4"), other = in_folder("other.mp4");
    ASSERT_EQ(render(film_, {"--seed", "5", "--duration", "1"}).code, 0);
    ASSERT_EQ(render(again, {"--seed", "5", "--duration", "1"}).code, 0);
    ASSERT_EQ(render(other, {"--seed", "6", "--duration", "1"}).code, 0);
    EXPECT_EQ(facts_of(film_).hashes, facts_of(again).hashes);
    EXPECT_NE(facts_of(film_).hashes, facts_of(other).hashes);
}

TEST_F(FilmTest, ADurationBeyondTheSoundEndsInSilence) {
    ASSERT_EQ(render(film_, {"--start", "3", "--duration", "2"}).code, 0);
    const std::vector<float> sound = mono_of(load_audio_file(film_));
    EXPECT_EQ(facts_of(film_).frames, 48);
    for (std::size_t i = 70000; i < 80000; ++i) ASSERT_NEAR(sound[i], 0.0f, 1e-3f) << i;
}

TEST_F(FilmTest, ThePromptsOfAFileChangeThePictureOnTheWay) {
    std::ofstream(in_folder("words.txt")) << "0 blue\n2 gold and red\n";
    const std::string plain = in_folder("plain.mp4");
    ASSERT_EQ(render(film_, {"--prompts", in_folder("words.txt")}).code, 0);
    ASSERT_EQ(render(plain, {"--prompt", "blue"}).code, 0);
    const FilmFacts changed = facts_of(film_), same = facts_of(plain);
    EXPECT_EQ(changed.hashes[0], same.hashes[0]);
    EXPECT_NE(changed.hashes[90], same.hashes[90]);
}

TEST_F(FilmTest, WhatFailsLeavesNothingBehind) {
    std::ofstream(in_folder("text.mp3")) << "words, not sound";
    const std::set<std::string> before = names();
    EXPECT_EQ(run_program({"render", in_folder("text.mp3"), "-o", film_, "--generator", "pattern"}).code, 1);
    EXPECT_EQ(render(film_, {"--size", "97x64"}).code, 2);
    EXPECT_EQ(render(film_, {"--start", "9"}).code, 2);
    EXPECT_EQ(render(film_, {"--codec", "tape"}).code, 2);
    EXPECT_EQ(render(in_folder("film.txt"), {}).code, 2);
    EXPECT_EQ(render(in_folder("nowhere/film.mp4"), {}).code, 1);
    EXPECT_EQ(render("/proc/film.mp4", {}).code, 1);
    EXPECT_EQ(names(), before);
}

TEST_F(FilmTest, AnInterruptedFilmIsFinishedWithWhatWasMade) {
    RunningProgram program({"render", track_, "-o", film_, "--generator", "pattern", "--duration", "4000"});
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (program.err().find("chunk 1 of") == std::string::npos && std::chrono::steady_clock::now() < deadline)
        never.wait_for(lock, std::chrono::milliseconds(5));
    kill(program.pid(), SIGINT);
    kill(program.pid(), SIGTERM);  // as `timeout` does, which signals the process and its group: one wish, not two
    EXPECT_EQ(program.wait(), 1);
    EXPECT_NE(program.err().find("holds the first"), std::string::npos) << program.err();
    EXPECT_GE(facts_of(film_).frames, 24);
    EXPECT_NEAR(load_audio_file(film_).duration().value, static_cast<double>(facts_of(film_).frames) / 24.0, 1.0 / 24.0);
}

TEST_F(FilmTest, AClipWithoutSoundHasTheFramesAskedFor) {
    ASSERT_EQ(run_program({"generate", "-o", film_, "--generator", "pattern", "--num-frames", "17", "--width", "64", "--height", "48"}).code, 0);
    const FilmFacts facts = facts_of(film_);
    EXPECT_EQ(facts.frames, 17);
    EXPECT_EQ(facts.width, 64);
    EXPECT_THROW(load_audio_file(film_), std::exception);
}

}  // namespace
}  // namespace chladni
