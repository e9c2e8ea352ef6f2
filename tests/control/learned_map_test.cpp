#include "engine/control/learned_map.h"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "engine/base/atomic_file.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

namespace fs = std::filesystem;
using Kind = MidiEvent::Kind;

constexpr MidiBinding knob(int number, ParamId param) { return {Kind::kControl, 1, number, param, 0.0f, 1.0f}; }

class LearnedMapTest : public testing::Test {
protected:
    // What a show that begins now is told by its map `of` and the file.
    ParamId moved_by(int number, const MidiMap& of = {}) {
        const MidiMap map = LearnedMap(file_, [this](const std::string& words) { notices_.push_back(words); }).over(of);
        for (const MidiBinding& binding : map.bindings())
            if (binding.number == number) return binding.param;
        return ParamId::kSeed;  // nothing
    }
    std::optional<LearnedMap>& begin() {
        show_.emplace(file_, [this](const std::string& words) { notices_.push_back(words); });
        return show_;
    }
    TempFolder folder_;
    fs::path file_ = folder_.path() / "not/there/yet/generic.midi.json";
    std::vector<std::string> notices_;
    std::optional<LearnedMap> show_;
};

TEST_F(LearnedMapTest, WhatWasLearnedIsThereInTheNextShow) {
    begin()->learn(knob(7, ParamId::kFxZoom));
    show_->learn(knob(8, ParamId::kFxHue));
    show_.reset();
    EXPECT_EQ(moved_by(7), ParamId::kFxZoom);
    EXPECT_EQ(moved_by(8), ParamId::kFxHue);
    EXPECT_TRUE(notices_.empty());
}

TEST_F(LearnedMapTest, ItGoesBeforeWhatTheMapDoesWithTheSameMessage) {
    const MidiMap map({knob(7, ParamId::kAudioScale), knob(9, ParamId::kAudioScale)});
    begin()->learn(knob(7, ParamId::kFxZoom));
    EXPECT_EQ(show_->over(map).bindings().size(), 2u);
    show_.reset();
    EXPECT_EQ(moved_by(7, map), ParamId::kFxZoom);
    EXPECT_EQ(moved_by(9, map), ParamId::kAudioScale);
}

TEST_F(LearnedMapTest, WhatIsForgottenStaysForgottenAndTheMapsOwnComesBack) {
    const MidiMap map({knob(7, ParamId::kAudioScale)});
    begin()->learn(knob(7, ParamId::kFxZoom));
    EXPECT_TRUE(show_->forget(ParamId::kFxZoom));
    EXPECT_FALSE(show_->forget(ParamId::kFxZoom));
    show_.reset();
    EXPECT_EQ(moved_by(7, map), ParamId::kAudioScale);
}

TEST_F(LearnedMapTest, ADamagedFileIsToldOfAndLeftAsItIs) {
    fs::create_directories(file_.parent_path());
    write_file_atomically(file_, "{\"bindings\": 7}");
    begin()->learn(knob(7, ParamId::kFxZoom));
    EXPECT_EQ(show_->over({}).bindings().size(), 1u);
    show_.reset();
    ASSERT_EQ(notices_.size(), 1u);
    EXPECT_NE(notices_[0].find("mended or removed"), std::string::npos);
    EXPECT_EQ(read_text_file(file_), "{\"bindings\": 7}");
}

TEST_F(LearnedMapTest, WhereNothingCanBeWrittenTheShowGoesOnAndSaysSo) {
    std::ofstream(folder_.path() / "not") << "a file where a folder should be";
    begin()->learn(knob(7, ParamId::kFxZoom));
    EXPECT_EQ(show_->over({}).bindings().size(), 1u);
    show_.reset();
    ASSERT_EQ(notices_.size(), 1u);
    EXPECT_NE(notices_[0].find("not kept"), std::string::npos);
}

TEST_F(LearnedMapTest, AFileMayBeNamedWithoutAFolder) {
    const fs::path before = fs::current_path();
    fs::current_path(folder_.path());
    file_ = "mine.midi.json";
    begin()->learn(knob(7, ParamId::kFxZoom));
    show_.reset();
    EXPECT_EQ(moved_by(7), ParamId::kFxZoom);
    EXPECT_TRUE(notices_.empty());
    fs::current_path(before);
}

TEST_F(LearnedMapTest, WithoutAFileNothingIsKept) {
    file_.clear();
    begin()->learn(knob(7, ParamId::kFxZoom));
    EXPECT_EQ(show_->over({}).bindings().size(), 1u);
    show_.reset();
    EXPECT_TRUE(notices_.empty());
}

}  // namespace
}  // namespace chladni
