#include <gtest/gtest.h>

#include "engine/looks/caption.h"
#include "tests/app/film_facts.h"
#include "tests/app/program.h"

namespace chladni {
namespace {

Said clips_in(const std::filesystem::path& folder, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"train", "clips", "-o", folder.string(), "--size", "64x36", "--frames", "25", "--count", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
}

TEST(TrainClips, WritesAFilmWithSoundAndACaptionBeside) {
    const TempFolder folder;
    const Said said = clips_in(folder.path(), {"--first", "3"});
    ASSERT_EQ(said.code, 0) << said.err;
    const FilmFacts facts = facts_of((folder.path() / "clip_000003.mp4").string());
    EXPECT_EQ(facts.frames, 25);
    EXPECT_EQ(facts.width, 64);
    EXPECT_EQ(facts.height, 36);
    EXPECT_NEAR(load_audio_file(folder.path() / "clip_000003.mp4").duration().value, 25.0 / 24.0, 0.1);
    const std::string caption = content_of(folder.path() / "clip_000003.txt");
    EXPECT_TRUE(look_named_in(caption) && palette_named_in(caption)) << caption;
}

TEST(TrainClips, SaysWhatItExpected) {
    const TempFolder folder;
    EXPECT_EQ(clips_in(folder.path(), {"--songs", "/nowhere"}).code, 1);
    const Said odd = run_program({"train", "clips", "-o", folder.path().string(), "--size", "63x36"});
    EXPECT_EQ(odd.code, 2);
    EXPECT_NE(odd.err.find("even"), std::string::npos) << odd.err;
    EXPECT_EQ(run_program({"train"}).code, 2);
}

}  // namespace
}  // namespace chladni
