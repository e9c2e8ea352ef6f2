#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/json.h"
#include "tests/app/film_facts.h"
#include "tests/app/program.h"
#include "tests/runtime/film_maker.h"

namespace chladni {
namespace {

namespace fs = std::filesystem;

/// A film of some seconds and a tiny model that has no ears yet.
struct TrainAdapter : testing::Test {
    TrainAdapter() {
        fs::create_directories(folder.path() / "films");
        make_film(folder.path() / "films" / "waves.mp4",
                  {.frames = 230, .picture = [](int i) { return PaintedScene(1 + i / 40 % 2).rgba(96, 64); }, .sound = clicks_at({0.5, 1.5, 3.5, 6.5})});
        EXPECT_EQ(run_program({"model", "synth", base(), "--geometry", "tiny"}).code, 0);
    }
    std::string base() const { return folder.path() / "base"; }
    std::string ears() const { return folder.path() / "ears"; }
    fs::path run() const { return folder.path() / "ears.run"; }
    Said train(const std::string& steps, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"--quiet", "train", "adapter", folder.path() / "films", "--base", base(), "-o", ears(), "--caption", "waves", "--batch", "1",
                                       "--clip-windows", "1", "--beat-nets", "none", "--device", "cpu", "--steps", steps, "--checkpoint-every", "2", "--validate-every", "2"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    }
    std::ptrdiff_t rows() const {
        const std::string log = content_of(run() / "loss.csv");
        return std::count(log.begin(), log.end(), '\n') - 1;
    }
    TempFolder folder;
};

TEST_F(TrainAdapter, MakesEarsSamplesALogAndALora) {
    const Said said = train("4", {"--lora-rank", "2", "--samples", "1"});
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(rows(), 4);
    EXPECT_NE(content_of(run() / "loss.svg").find("</svg>"), std::string::npos);
    EXPECT_TRUE(fs::is_symlink(fs::path(ears()) / "transformer")) << "the base is linked, not copied";
    EXPECT_TRUE(fs::exists(fs::path(ears()) / "audio_adapter" / "model.safetensors"));
    for (const char* name : {"truth_000000_1.mp4", "step_000002_1.mp4", "step_000004_1.mp4"}) {
        ASSERT_TRUE(fs::exists(run() / "samples" / name)) << name;
        EXPECT_EQ(facts_of(run() / "samples" / name).frames, 13) << name;
    }
    const Said played = run_program({"--quiet", "generate", "-o", folder.path() / "played.mp4", "--model", ears(), "--lora",
                                     fs::path(ears()) / "pytorch_lora_weights.safetensors", "--num-inference-steps", "1", "--device", "cpu"});
    EXPECT_EQ(played.code, 0) << played.err;
}

TEST_F(TrainAdapter, GoesOnWhereItStopped) {
    ASSERT_EQ(train("2").code, 0);
    const Said said = train("4");
    ASSERT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(rows(), 4);
}

TEST_F(TrainAdapter, WrongPartsAreOneSentence) {
    const Said said = train("2", {"--parts", "sixbyfive"});
    EXPECT_EQ(said.code, 2);
    EXPECT_NE(said.err.find("--parts"), std::string::npos) << said.err;
    EXPECT_EQ(std::count(said.err.begin(), said.err.end(), '\n'), 1) << said.err;
}

}  // namespace
}  // namespace chladni
