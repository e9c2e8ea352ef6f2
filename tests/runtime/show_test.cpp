#include "engine/runtime/show.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/check.h"
#include "tests/runtime/eventually.h"
#include "tests/runtime/show_rig.h"
#include "tests/runtime/socket_client.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

struct SocketShow {
    TempFolder folder;
    Show show{[this] {
        ShowConfig config = small_show("pattern");
        config.status_socket = folder.path() / "status";
        return config;
    }()};
    SocketClient client{folder.path() / "status"};

    // Reads on until a line says so; false where 600 lines (half a minute) do not.
    bool says(const std::function<bool(const Json&)>& fact) {
        for (int i = 0; i < 600; ++i)
            if (const Json line = client.status(); line.is_object() && fact(line)) return true;
        return false;
    }
    std::string error_of(const std::string& words) { return client.ask(words).value("error", ""); }
};

std::string bytes_of(const std::filesystem::path& path, std::size_t count) {
    std::string bytes(count, '\0');
    std::ifstream(path, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(count));
    return bytes;
}

}  // namespace

TEST(Show, TheSocketTellsOfThePictureOnceItRuns) {
    SocketShow rig;
    EXPECT_FALSE(rig.client.status().contains("render"));
    rig.show.start_picture(nullptr, nullptr);
    EXPECT_TRUE(rig.says([](const Json& line) { return line.contains("render") && line["render"]["frames"] > 10; }));
    EXPECT_TRUE(rig.says([](const Json& line) { return line["gen"]["state"] == "running" && line["audio"]["state"] == "none"; }));
}

TEST(Show, ACommandMovesAParameterWithinItsRange) {
    SocketShow rig;
    EXPECT_EQ(rig.client.ask(R"({"cmd": "set", "id": "audio_scale", "value": 0.25})")["ok"], true);
    EXPECT_TRUE(rig.says([](const Json& line) { return line["params"]["audio_scale"] == 0.25; }));
    rig.client.ask(R"({"cmd": "set", "id": "audio_scale", "value": 1e300})");
    EXPECT_EQ(rig.show.params().get(ParamId::kAudioScale), row_of(ParamId::kAudioScale).max);
}

TEST(Show, BlackoutAndFreezeAreSwitchesAndPanicEndsBoth) {
    SocketShow rig;
    EXPECT_EQ(rig.client.ask(R"({"cmd": "blackout", "on": true})")["ok"], true);
    EXPECT_EQ(rig.client.ask(R"({"cmd": "freeze", "on": true})")["ok"], true);
    EXPECT_EQ(rig.show.params().get(ParamId::kBlackout) + rig.show.params().get(ParamId::kFreeze), 2.0f);
    EXPECT_EQ(rig.client.ask(R"({"cmd": "panic"})")["ok"], true);
    EXPECT_EQ(rig.show.params().get(ParamId::kBlackout) + rig.show.params().get(ParamId::kFreeze), 0.0f);
}

TEST(Show, ACommandThatIsWrongSaysWhatWasExpected) {
    SocketShow rig;
    for (const char* words : {R"({"cmd": "set", "id": "audio_scale"})", R"({"cmd": "set", "id": "nothing", "value": 1})",
                              R"({"cmd": "set", "id": 7, "value": 1})", R"({"cmd": "blackout"})", R"({"cmd": "learn"})", R"({"cmd": "forget", "id": "nothing"})",
                              R"({"cmd": "screenshot"})", R"({"cmd": "record"})", R"({"cmd": "dance"})", R"({"cmd": 7})", R"({"cmd": "beat"})", R"({"cmd": "beat", "do": "dance"})", R"({})"})
        EXPECT_NE(rig.error_of(words).find("expected"), std::string::npos) << words;
    EXPECT_EQ(rig.client.ask(R"({"cmd": "tap"})")["ok"], true);
}

TEST(Show, HandsOnTheBeatAreCommands) {
    SocketShow rig;
    for (const char* hand : {"tap", "nudge_earlier", "nudge_later", "halve", "double", "resync", "hold", "follow"})
        EXPECT_EQ(rig.client.ask(Json{{"cmd", "beat"}, {"do", hand}}.dump()), (Json{{"ok", true}})) << hand;
    EXPECT_NE(rig.error_of(R"({"cmd": "beat", "do": "dance"})").find("expected tap, nudge_earlier"), std::string::npos);
}

TEST(Show, AScreenshotIsAPngOfTheProgramPicture) {
    SocketShow rig;
    const auto path = rig.folder.path() / "shot.png";
    EXPECT_NE(rig.error_of(Json{{"cmd", "screenshot"}, {"path", path.string()}}.dump()).find("expected a running picture"), std::string::npos);
    rig.show.start_picture(nullptr, nullptr);
    EXPECT_EQ(rig.client.ask(Json{{"cmd", "screenshot"}, {"path", path.string()}}.dump())["ok"], true);
    EXPECT_TRUE(eventually([&] { return noticed(rig.show, "screenshot written"); }));
    EXPECT_EQ(bytes_of(path, 8), "\x89PNG\r\n\x1a\n");
}

TEST(Show, QuitIsAskedForAndLeftToTheProgram) {
    SocketShow rig;
    EXPECT_FALSE(rig.show.quit_requested());
    EXPECT_EQ(rig.client.ask(R"({"cmd": "quit"})")["ok"], true);
    EXPECT_TRUE(rig.show.quit_requested());
}

TEST(Show, ThePictureMayBeStoppedAndStartedAgain) {
    Show show(small_show("pattern"));
    for (int i = 0; i < 3; ++i) {
        show.start_picture(nullptr, nullptr);
        EXPECT_TRUE(eventually([&] { return show.status().render.frames > 20; }));
        show.stop_picture();
        EXPECT_FALSE(show.status().render.running);
    }
}

TEST(Show, AnInputThatIsNotThereIsToldAndTheShowRuns) {
    ShowConfig config = small_show("pattern");
    config.input = "file:/no/such/file.wav";
    Show show(config);
    show.start_picture(nullptr, nullptr);
    EXPECT_TRUE(eventually([&] { return show.status().audio.message.find("expected") != std::string::npos; }));
    EXPECT_EQ(show.status().audio.state, "none");
    EXPECT_TRUE(eventually([&] { return show.status().render.frames > 10; }));
}

TEST(Show, WhatTheUserCanMendBeforeAShowIsAnError) {
    const auto refuses = [](auto&& change) {
        ShowConfig config = small_show("pattern");
        change(config);
        EXPECT_THROW(Show{config}, Error);
    };
    refuses([](ShowConfig& c) { c.input = "tape"; });
    refuses([](ShowConfig& c) { c.generator = "fake:sleep=1"; });
    refuses([](ShowConfig& c) { c.preset = "/no/such/preset.json"; });
    refuses([](ShowConfig& c) { c.midi_map = "/no/such/map.json"; });
    refuses([](ShowConfig& c) { c.status_socket = "/no/such/folder/socket"; });
}

}  // namespace chladni
