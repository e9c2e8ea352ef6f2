#include "engine/params/preset.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "tests/support/temp_folder.h"

namespace chladni {

TEST(Preset, ComesBackAsItWasSaved) {
    const TempFolder folder;
    ParamValues values = initial_values();
    values[ParamId::kFxGlow] = 0.625f;
    save_preset(folder.path() / "a.json", preset_of(values, "ink", "blur"));
    const Preset loaded = load_preset(folder.path() / "a.json");
    EXPECT_EQ(loaded.prompt, "ink");
    EXPECT_EQ(loaded.negative_prompt, "blur");
    EXPECT_TRUE(loaded.unknown.empty());
    for (const auto& [id, value] : loaded.values) EXPECT_EQ(value, values[id]) << row_of(id).id;
}

TEST(Preset, LeavesTheStageAndTheSoundAlone) {
    for (const auto& [id, value] : preset_of(initial_values(), "", "").values) {
        EXPECT_NE(id, ParamId::kBlackout);
        EXPECT_NE(id, ParamId::kGainDb);
        EXPECT_NE(id, ParamId::kKeepPace);
    }
}

TEST(Preset, UnknownNamesAreReportedAndOutOfRangeIsClamped) {
    const TempFolder folder;
    write_file_atomically(folder.path() / "p.json", R"({"params": {"fx.zoom": 7, "fx.wobble": 1, "blackout": true}})");
    const Preset preset = load_preset(folder.path() / "p.json");
    EXPECT_EQ(preset.unknown, std::vector<std::string>{"fx.wobble"});
    EXPECT_EQ(preset.values.size(), 2u);
    for (const auto& [id, value] : preset.values) EXPECT_EQ(value, 1.0f);
    EXPECT_EQ(preset.name, "p");
    EXPECT_EQ(preset.prompt, std::nullopt);
}

TEST(Preset, WhatIsNoPresetIsOneSentence) {
    const TempFolder folder;
    const std::string deep = "{\"params\": " + std::string(400000, '[') + std::string(400000, ']') + "}";
    for (const std::string& text :
         {std::string(), std::string("[1,2]"), std::string("{\"params\": {\"fx.zoom\": \"high\"}}"),
          std::string("{\"params\": 3}"), std::string("\xff\xfe"), deep}) {
        write_file_atomically(folder.path() / "p.json", text);
        EXPECT_THROW(load_preset(folder.path() / "p.json"), Error) << text.substr(0, 80);
    }
    EXPECT_THROW(load_preset(folder.path() / "absent.json"), Error);
}

}  // namespace chladni
