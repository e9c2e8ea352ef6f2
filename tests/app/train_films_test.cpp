#include <gtest/gtest.h>

#include <algorithm>

#include "engine/base/atomic_file.h"
#include "engine/base/json.h"
#include "tests/app/program.h"
#include "tests/runtime/film_maker.h"

namespace chladni {
namespace {

struct TrainFilms : testing::Test {
    TrainFilms() {
        make_film(folder.path() / "waves.mp4", {.frames = 80, .picture = [](int i) { return PaintedScene(i < 26 ? 1 : 2).rgba(96, 64); }, .sound = clicks_at({0.5})});
        write_file_atomically(folder.path() / "waves.txt", "waves of glass\n");
    }
    Said list(const std::string& frames, std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"--quiet", "train", "films", folder.path(), "--frames", frames, "--size", "64x32"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    }
    TempFolder folder;
};

TEST_F(TrainFilms, SaysWhatEachFilmIsCutInto) {
    write_file_atomically(folder.path() / "words.mp4", "no film");
    const Said said = list("25");
    EXPECT_EQ(said.code, 0) << said.err;
    EXPECT_EQ(said.err, "");
    EXPECT_NE(said.out.find("3 clips from 1 film, 3.1 s in all: 25 frames (1.04 s) of 64x32, 24.000 a second\n"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("waves.mp4: 3 clips, 1 cut; 96x64, 80 pictures, 24.000 a second, "), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("\"waves of glass\"\n"), std::string::npos) << said.out;
    EXPECT_NE(said.out.find("1 problem\nwords.mp4: expected a film, "), std::string::npos) << said.out;
}

TEST_F(TrainFilms, AsJsonWithEveryCutAndClip) {
    const Said said = list("25", {"--json", "--index", (folder.path() / "kept").string()});
    EXPECT_EQ(said.code, 0) << said.err;
    const Json json = Json::parse(said.out);
    EXPECT_EQ(json["clips"], 3);
    const Json& film = json["films"].at(0);
    EXPECT_EQ(film["cuts"].at(0)["picture"], 26);
    EXPECT_NEAR(film["clips"].at(1).get<double>(), 26.0 / 24, 1e-3);
    EXPECT_EQ(film["caption"], "waves of glass");
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "kept" / "waves.mp4.json"));
}

TEST_F(TrainFilms, WithoutAClipItIsOneSentence) {
    EXPECT_EQ(list("24").code, 2);
    const Said said = list("81");
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.err.find("expected a film with 81 frames without a cut"), std::string::npos) << said.err;
    EXPECT_EQ(std::ranges::count(said.err, '\n'), 1);
    EXPECT_NE(said.out.find("0 clips from 1 film"), std::string::npos) << said.out;
    EXPECT_EQ(run_program({"train", "films", (folder.path() / "absent").string()}).code, 1);
}

}  // namespace
}  // namespace chladni
