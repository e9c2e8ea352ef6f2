#include <gtest/gtest.h>

#include <algorithm>

#include "tests/app/program.h"

namespace chladni {
namespace {

using Words = std::vector<std::string>;

void expect_one_sentence(const Said& said, const std::string& with) {
    EXPECT_TRUE(said.out.empty()) << said.out;
    EXPECT_EQ(std::ranges::count(said.err, '\n'), 1) << said.err;
    EXPECT_NE(said.err.find("expected"), std::string::npos) << said.err;
    EXPECT_NE(said.err.find(with), std::string::npos) << said.err;
}

TEST(CommandLine, AWrongCommandLineIsOneSentenceAndExitCodeTwo) {
    const std::vector<std::pair<Words, std::string>> wrong{
        {{"dance"}, "dance"},
        {{"render"}, "audio is required"},
        {{"render", "a.wav"}, "output"},
        {{"render", "a.wav", "-o", "b.mp4", "--bogus"}, "--bogus"},
        {{"render", "a.wav", "-o", "b.mp4", "--fps", "fast"}, "fast"},
        {{"render", "a.wav", "-o", "b.mp4", "--size", "big"}, "big"},
        {{"render", "a.wav", "-o", "b.mp4", "--steps", "0"}, "--steps"},
        {{"render", "a.wav", "-o", "b.mp4", "--injection-layers", "99"}, "99"},
        {{"render", "a.wav", "-o", "b.mp4", "--generator", "magic"}, "magic"},
        {{"generate", "-o", "b.mp4", "--num-frames", "-3"}, "--num-frames"},
        {{"live", "--headless", "--duration", "soon"}, "soon"},
        {{"--bogus"}, "--bogus"},
        {{"--log-level", "loud", "doctor"}, "loud"},
        {{"model"}, "model"},
        {{"live", "--lose-gpu-every", "0"}, "expected --lose-gpu-every of 1 to 1000000000, got 0; see chladni live --help"},
        {{"render", "a.wav", "-o", "b.mp4", "--efects", "aurora"}, "got '--efects'; see chladni render --help"},
        {{"bench", "--steps", "abc"}, "expected a number for --steps, got 'abc'; see chladni bench --help"},
        {{"render", "a.wav", "-o", "b.mp4", "--prompt"}, "expected something behind --prompt, got nothing; see chladni render --help"},
        {{"model", "info", "a", "b"}, "see chladni model info --help"},
    };
    for (const auto& [words, with] : wrong) {
        const Said said = run_program(words);
        EXPECT_EQ(said.code, 2) << said.err;
        expect_one_sentence(said, with);
    }
}

TEST(CommandLine, WhatIsNotThereIsOneSentenceAndExitCodeOne) {
    const std::vector<std::pair<Words, std::string>> failing{
        {{"analyze", "/nowhere/a.wav", "--json"}, "/nowhere/a.wav"},
        {{"render", "/nowhere/a.wav", "-o", "b.mp4", "--generator", "pattern"}, "/nowhere/a.wav"},
        {{"render", "a.wav", "-o", "b.mp4", "--model", "/nowhere/model"}, "/nowhere/model"},
        {{"render", "a.wav", "-o", "b.mp4", "--effects", "nowhere"}, "expected none, a file, or one of presets/looks: clear, aurora, "},
        {{"model", "info", "/nowhere/model"}, "/nowhere/model"},
    };
    for (const auto& [words, with] : failing) {
        const Said said = run_program(words);
        EXPECT_EQ(said.code, 1) << said.err;
        expect_one_sentence(said, with);
    }
}

TEST(CommandLine, VersionAndHelpGoToStandardOutput) {
    const Said version = run_program({"--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_TRUE(version.out.starts_with("chladni ")) << version.out;
    const Said help = run_program({"--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_TRUE(help.err.empty());
}

TEST(CommandLine, TheHelpOfEachCommandListsItsOptions) {
    const std::vector<std::pair<Words, Words>> options{
        {{}, {"live", "render", "generate", "analyze", "encode", "model", "bench", "devices", "doctor", "--quiet", "--log-level"}},
        {{"live"}, {"--headless", "--input", "--generator", "--model", "--preset", "--output", "--size", "--duration", "--record",
                    "--status-socket", "--audio-api", "--midi-api", "--midi", "--midi-map", "--effects", "audio_scale", "fx.zoom"}},
        {{"render"}, {"--prompt", "--negative-prompt", "--prompts", "--size", "--fps", "--seed", "--steps", "--guidance-scale",
                      "--audio-scale", "--injection-mode", "--injection-layers", "--encoder", "--start", "--duration", "--effects",
                      "--generator", "--crf", "--codec", "--model", "--device", "--dtype"}},
        {{"generate"}, {"--height", "--width", "--num-frames", "--frame-rate", "--prompt", "--negative-prompt", "--audio",
                        "--audio-scale", "--num-inference-steps", "--guidance-scale", "--seed"}},
        {{"analyze"}, {"--json", "--csv", "--labels", "--plot", "--causal"}},
        {{"encode"}, {"--frames", "--output", "--model"}},
        {{"model", "verify"}, {"--component", "--inputs", "--outputs", "--dtype", "--device", "--set"}},
        {{"model", "synth"}, {"--geometry", "--seed"}},
        {{"bench"}, {"--json", "--chunks"}},
    };
    for (auto [words, expected] : options) {
        words.push_back("--help");
        const Said said = run_program(words);
        EXPECT_EQ(said.code, 0);
        for (const std::string& option : expected) EXPECT_NE(said.out.find(option), std::string::npos) << option << " in\n" << said.out;
    }
}

TEST(CommandLine, DevicesAndDoctorPrintOneJsonObjectOnAnyMachine) {
    for (const char* command : {"devices", "doctor"}) {
        const Said said = run_program({command, "--json", "--quiet"});
        EXPECT_EQ(said.code, 0) << said.err;
        EXPECT_TRUE(said.out.starts_with("{") && said.out.ends_with("}\n")) << said.out;
        EXPECT_EQ(std::ranges::count(said.out, '\n'), 1);
    }
}

TEST(CommandLine, AHeadlessShowEndsAfterItsDurationWithZero) {
    const Said said = run_program({"--headless", "--input", "none", "--generator", "pattern", "--size", "64x64", "--duration", "0.3"});
    EXPECT_EQ(said.code, 0) << said.err;
}

}  // namespace
}  // namespace chladni
