#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/json.h"
#include "engine/media/audio_file.h"
#include "tests/app/program.h"

namespace chladni {
namespace {

TEST(Analyze, PrintsOneStrictJsonObjectWithTheMembersOfTheContract) {
    TempFolder folder;
    const std::string file = folder.path() / "a.wav";
    ASSERT_EQ(run_program({"compose", "-o", file, "--seed", "3", "--duration", "8", "--bpm", "120"}).code, 0);
    for (const bool causal : {false, true}) {
        std::vector<std::string> words{"analyze", file, "--json"};
        if (causal) words.push_back("--causal");
        const Said said = run_program(words);
        ASSERT_EQ(said.code, 0) << said.err;
        const Json song = Json::parse(said.out);
        for (const char* key : {"beats", "downbeats", "onsets", "tempo_bpm", "confidence", "duration_s", "sample_rate", "loudness_lufs", "tempo_curve"})
            EXPECT_TRUE(song.contains(key)) << key;
        EXPECT_NEAR(song["duration_s"].get<double>(), 8.0, 0.01);
        EXPECT_TRUE(std::ranges::is_sorted(song["beats"].get<std::vector<double>>()));
    }
}

TEST(Analyze, SilenceHasNoTempo) {
    TempFolder folder;
    const std::string file = folder.path() / "silence.wav";
    save_audio_file(file, {48000, 1, std::vector<float>(2 * 48000, 0.0f)});
    const Said said = run_program({"analyze", file, "--json"});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_TRUE(Json::parse(said.out)["tempo_bpm"].is_null()) << said.out;
}

TEST(Analyze, FilesThatAreNoSoundAreOneSentenceAndACutOneIsReadAsFarAsItGoes) {
    TempFolder folder;
    const auto file = [&](const char* name) { return (folder.path() / name).string(); };
    std::ofstream(file("empty.wav")).flush();
    std::ofstream(file("text.mp3")) << "no sound at all, only words and words and words";
    for (const char* name : {"empty.wav", "text.mp3"}) {
        const Said said = run_program({"analyze", file(name), "--json"});
        EXPECT_EQ(said.code, 1) << name;
        EXPECT_NE(said.err.find("expected"), std::string::npos) << said.err;
        EXPECT_EQ(std::ranges::count(said.err, '\n'), 1) << said.err;
    }
    save_audio_file(file("whole.wav"), {48000, 1, std::vector<float>(48000, 0.1f)});
    std::ofstream(file("cut.wav"), std::ios::binary) << content_of(file("whole.wav")).substr(0, 50000);
    EXPECT_EQ(run_program({"analyze", file("cut.wav"), "--json"}).code, 0);
}

}  // namespace
}  // namespace chladni
