#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/control/beat_words.h"
#include "engine/control/midi_map.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

using Kind = MidiEvent::Kind;

constexpr MidiEvent control(int number, int value, int channel = 1) {
    return {Kind::kControl, static_cast<std::uint8_t>(channel), static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(value)};
}
constexpr MidiEvent note(int number, int velocity = 100) {
    return {Kind::kNoteOn, 1, static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(velocity)};
}

class MidiMapTest : public testing::Test {
protected:
    MidiMap load(const std::string& text, std::vector<std::string>* unknown = nullptr) {
        write_file_atomically(folder_.path() / "a.midi.json", text);
        return MidiMap::load(folder_.path() / "a.midi.json", unknown);
    }
    std::string failure(const std::string& text) {
        try {
            load(text);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    TempFolder folder_;
    ParameterStore params_;
};

TEST_F(MidiMapTest, AControllerSweepsThePartOfTheRangeThatTheMapNames) {
    const MidiMap map = load(R"({"bindings": [{"kind": "cc", "number": 16, "param": "audio_scale", "from": 2, "to": 0}]})");
    EXPECT_TRUE(map.apply(control(16, 0), params_));
    EXPECT_FLOAT_EQ(params_.get(ParamId::kAudioScale), 2.0f);
    map.apply(control(16, 127), params_);
    EXPECT_FLOAT_EQ(params_.get(ParamId::kAudioScale), 0.0f);
}

TEST_F(MidiMapTest, WithoutFromAndToAControllerSweepsTheWholeRange) {
    load(R"({"bindings": [{"number": 7, "param": "audio_scale"}]})").apply(control(7, 127), params_);
    EXPECT_FLOAT_EQ(params_.get(ParamId::kAudioScale), row_of(ParamId::kAudioScale).max);
}

TEST_F(MidiMapTest, EachNoteOnSwitchesALayerOver) {
    const MidiMap map = load(R"({"bindings": [{"kind": "note", "number": 36, "param": "layer.3"}]})");
    map.apply(note(36), params_);
    EXPECT_FALSE(params_.snapshot().on(layer_param(3)));
    map.apply({Kind::kNoteOff, 1, 36, 0}, params_);
    EXPECT_FALSE(params_.snapshot().on(layer_param(3)));
    map.apply(note(36), params_);
    EXPECT_TRUE(params_.snapshot().on(layer_param(3)));
}

TEST_F(MidiMapTest, AChannelOfZeroIsAnyAndAnotherIsThatOneOnly) {
    const MidiMap any = load(R"({"bindings": [{"number": 1, "param": "fx.zoom"}]})");
    EXPECT_TRUE(any.apply(control(1, 5, 16), params_));
    const MidiMap third = load(R"({"bindings": [{"number": 1, "channel": 3, "param": "fx.zoom"}]})");
    EXPECT_FALSE(third.apply(control(1, 5, 2), params_));
    EXPECT_TRUE(third.apply(control(1, 5, 3), params_));
}

TEST_F(MidiMapTest, UnknownParametersAreNamedAndLeftOut) {
    std::vector<std::string> unknown;
    const MidiMap map = load(R"({"bindings": [{"number": 1, "param": "warp"}, {"number": 2, "param": "fx.zoom"}]})", &unknown);
    EXPECT_EQ(unknown, std::vector<std::string>{"warp"});
    EXPECT_EQ(map.bindings().size(), 1u);
}

TEST_F(MidiMapTest, BindTakesTheMessageFromWhatItMovedBefore) {
    MidiMap map = load(R"({"bindings": [{"number": 1, "param": "fx.zoom"}]})");
    map.bind({Kind::kControl, 0, 1, ParamId::kFxGlow, 0, 1});
    map.apply(control(1, 127), params_);
    EXPECT_FLOAT_EQ(params_.get(ParamId::kFxGlow), 1.0f);
    EXPECT_FLOAT_EQ(params_.get(ParamId::kFxZoom), row_of(ParamId::kFxZoom).initial);
}

TEST_F(MidiMapTest, ASavedMapReadsBackTheSame) {
    MidiMap map;
    map.bind({Kind::kControl, 2, 16, ParamId::kAudioScale, 0.5f, 1.5f});
    map.bind({Kind::kNoteOn, 0, 40, layer_param(11), 0, 1});
    map.save(folder_.path() / "saved.midi.json");
    const MidiMap again = MidiMap::load(folder_.path() / "saved.midi.json");
    ASSERT_EQ(again.bindings().size(), 2u);
    EXPECT_EQ(again.bindings()[0].channel, 2);
    EXPECT_FLOAT_EQ(again.bindings()[0].to, 1.5f);
    EXPECT_EQ(again.bindings()[1].kind, Kind::kNoteOn);
    EXPECT_EQ(again.bindings()[1].param, layer_param(11));
}

TEST_F(MidiMapTest, ABrokenMapIsOneSentenceThatSaysWhatWasExpected) {
    for (const char* text : {"no json", "[]", R"({"bindings": 3})", R"({"bindings": [5]})", R"({"bindings": [{"param": "fx.zoom"}]})",
                             R"({"bindings": [{"param": "fx.zoom", "number": 128}]})",
                             R"({"bindings": [{"param": "fx.zoom", "number": 1, "kind": "knob"}]})",
                             R"({"bindings": [{"param": "fx.zoom", "number": 1, "from": "low"}]})"})
        EXPECT_NE(failure(text).find("expected"), std::string::npos) << text << " -> " << failure(text);
    EXPECT_THROW(MidiMap::load(folder_.path() / "gone.midi.json"), Error);
}

TEST_F(MidiMapTest, AMapThatIsNestedDeeplyIsOneSentenceToo) {
    const std::string text = failure("{\"bindings\": [" + std::string(400000, '[') + std::string(400000, ']') + "]}");
    EXPECT_NE(text.find("expected a controller map"), std::string::npos);
}

TEST(BundledMaps, EveryMapInPresetsLoadsAndNamesOnlyKnownParameters) {
    int maps = 0;
    for (const auto& entry : std::filesystem::directory_iterator(CHLADNI_SOURCE_DIR "/presets/midi")) {
        std::vector<std::string> unknown;
        EXPECT_FALSE(MidiMap::load(entry.path(), &unknown).bindings().empty()) << entry.path();
        EXPECT_TRUE(unknown.empty()) << entry.path() << ": " << unknown.front();
        ++maps;
    }
    EXPECT_GE(maps, 2);
}

TEST_F(MidiMapTest, AKeyIsAHandOnTheBeat) {
    const MidiMap map = load(R"({"bindings": [{"kind": "note", "number": 40, "beat": "tap"},
        {"kind": "cc", "channel": 2, "number": 64, "beat": "nudge_later"}, {"number": 1, "param": "fx.zoom"}]})");
    EXPECT_EQ(map.beat_command(note(40)), BeatCommand::kTap);
    EXPECT_EQ(map.beat_command({Kind::kNoteOff, 1, 40, 0}), std::nullopt);
    EXPECT_EQ(map.beat_command(control(64, 127, 2)), BeatCommand::kNudgeLater);
    EXPECT_EQ(map.beat_command(control(64, 0, 2)), std::nullopt);    // the key comes up
    EXPECT_EQ(map.beat_command(control(64, 127, 1)), std::nullopt);
    EXPECT_FALSE(map.apply(note(40), params_));
    EXPECT_EQ(map.bindings().size(), 1u);
}

TEST_F(MidiMapTest, BeatKeysAreSavedAndGiveWayToWhatIsLearned) {
    MidiMap map = load(R"({"bindings": [{"kind": "note", "number": 40, "beat": "hold"}, {"kind": "note", "number": 41, "beat": "follow"}]})");
    map.save(folder_.path() / "b.midi.json");
    EXPECT_EQ(MidiMap::load(folder_.path() / "b.midi.json").beat_command(note(41)), BeatCommand::kFollow);
    map.bind({Kind::kNoteOn, 0, 40, ParamId::kFreeze, 0, 1});
    EXPECT_EQ(map.beat_command(note(40)), std::nullopt);
    EXPECT_EQ(map.beat_keys().size(), 1u);
}

TEST_F(MidiMapTest, ABeatKeyWithoutAKnownWordIsOneSentence) {
    for (const char* row : {R"({"number": 1, "beat": "dance"})", R"({"number": 1, "beat": 7})", R"({"beat": "tap"})"})
        EXPECT_NE(failure(std::string(R"({"bindings": [)") + row + "]}").find("expected"), std::string::npos) << row;
    EXPECT_NE(failure(R"({"bindings": [{"number": 1, "beat": "dance"}]})").find("nudge_earlier, nudge_later, halve, double, resync, hold or follow"), std::string::npos);
}

TEST(BeatWords, EachCommandHasAWordThatNamesIt) {
    for (std::size_t i = 0; i < kBeatCommands; ++i) {
        const auto command = static_cast<BeatCommand>(i);
        EXPECT_EQ(beat_command_named(word_of(command)), command);
    }
    EXPECT_EQ(beat_command_words(), "tap, nudge_earlier, nudge_later, halve, double, resync, hold or follow");
    EXPECT_EQ(word_of(BeatCommand::kResync), "resync");
    EXPECT_EQ(beat_command_named(""), std::nullopt);
}

}  // namespace
}  // namespace chladni
