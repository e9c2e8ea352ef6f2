#include "engine/runtime/status_socket.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "engine/base/check.h"
#include "tests/runtime/socket_client.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

struct Desk {
    TempFolder folder;
    std::filesystem::path path = folder.path() / "status";
    std::atomic<int> lines{0};
    std::size_t padding = 0;
    StatusSocket socket{path, [this] { return Json{{"line", ++lines}, {"padding", std::string(padding, '.')}}; },
                        [](const Json& words) { require(words.value("cmd", "") == "tap", "expected tap"); }};

    explicit Desk(std::size_t padding_bytes = 0) : padding(padding_bytes) {}
};

// A socket file that nobody listens at, as a killed program leaves it.
void leave_stale_socket(const std::filesystem::path& path) {
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    const sockaddr_un address = socket_address(path);
    ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    close(fd);
}

std::string error_of(const std::filesystem::path& path) {
    try {
        StatusSocket second(path, [] { return Json::object(); }, [](const Json&) {});
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(StatusSocket, EveryClientGetsLineAfterLine) {
    Desk desk;
    SocketClient a(desk.path), b(desk.path);
    for (SocketClient* client : {&a, &b}) {
        const Json first = client->status(), second = client->status();
        ASSERT_TRUE(first.is_object());
        EXPECT_EQ(second["line"], first["line"].get<int>() + 1);
    }
}

TEST(StatusSocket, ACommandIsAnsweredAndARefusedOneSaysWhy) {
    Desk desk;
    SocketClient client(desk.path);
    EXPECT_EQ(client.ask(R"({"cmd": "tap"})"), (Json{{"ok", true}}));
    EXPECT_EQ(client.ask(R"({"cmd": "dance"})"), (Json{{"ok", false}, {"error", "expected tap"}}));
}

TEST(StatusSocket, GarbageIsAnsweredWithAnErrorAndTheClientMayGoOn) {
    Desk desk;
    SocketClient client(desk.path);
    for (const std::string& garbage :
         {std::string("tap"), std::string("[1, 2]"), std::string(""), std::string("\xff\xfe\0{", 4),
          "{\"cmd\": " + std::string(30000, '[') + std::string(30000, ']') + "}"}) {
        const Json answer = client.ask(garbage);
        EXPECT_EQ(answer["ok"], false) << garbage;
        EXPECT_NE(answer["error"].get<std::string>().find("expected one JSON object"), std::string::npos);
    }
    EXPECT_EQ(client.ask(R"({"cmd": "tap"})")["ok"], true);
}

TEST(StatusSocket, SeveralCommandsMayComeAtOnceAndOneInPieces) {
    Desk desk;
    SocketClient client(desk.path);
    client.send_text("{\"cmd\": \"tap\"}\n{\"cmd\": \"tap\"}\n{\"cmd\":");
    EXPECT_EQ(client.answer()["ok"], true);
    EXPECT_EQ(client.answer()["ok"], true);
    EXPECT_EQ(client.ask(" \"tap\"}")["ok"], true);
}

TEST(StatusSocket, AnEndlessLineIsRefusedOnceAndOthersAreServed) {
    Desk desk;
    SocketClient flood(desk.path), other(desk.path);
    flood.send_text(std::string(4 << 20, 'x'));
    EXPECT_EQ(flood.answer()["ok"], false);
    int lines = 0;
    for (; lines < 20; ++lines) {
        const auto line = flood.line();
        if (!line) break;
        EXPECT_EQ(line->find("\"ok\""), std::string::npos) << "answered twice";
    }
    EXPECT_LT(lines, 20) << "not hung up on";
    EXPECT_EQ(other.ask(R"({"cmd": "tap"})")["ok"], true);
}

TEST(StatusSocket, AClientThatDoesNotReadIsDroppedAndOthersAreServed) {
    Desk desk(100 * 1000);
    SocketClient deaf(desk.path), other(desk.path);
    ASSERT_TRUE(deaf.connected());
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(other.status().is_object());  // four megabytes
    std::size_t lines = 0;
    while (lines < 20 && deaf.line()) ++lines;  // what was under way, then the end
    EXPECT_LT(lines, 20u);
}

TEST(StatusSocket, ASocketLeftByADeadProgramIsReplaced) {
    TempFolder folder;
    const auto path = folder.path() / "status";
    leave_stale_socket(path);
    const StatusSocket socket(path, [] { return Json{{"line", 1}}; }, [](const Json&) {});
    SocketClient client(path);
    EXPECT_TRUE(client.status().is_object());
}

TEST(StatusSocket, OneInUseIsAnErrorAndStaysAlive) {
    Desk desk;
    EXPECT_NE(error_of(desk.path).find("is in use"), std::string::npos);
    SocketClient client(desk.path);
    EXPECT_TRUE(client.status().is_object());
}

TEST(StatusSocket, AFileOfAnotherKindIsNeverReplaced) {
    TempFolder folder;
    const auto path = folder.path() / "notes.txt";
    std::ofstream(path) << "mine";
    EXPECT_NE(error_of(path).find("expected"), std::string::npos);
    EXPECT_TRUE(std::filesystem::is_regular_file(path));
}

TEST(StatusSocket, APathTooLongForASocketIsAnError) {
    EXPECT_NE(error_of(std::string(200, 'x')).find("expected a path of 1 to 107 characters, got 200"), std::string::npos);
}

TEST(StatusSocket, ItsFileGoesWithIt) {
    TempFolder folder;
    const auto path = folder.path() / "status";
    { const StatusSocket socket(path, [] { return Json::object(); }, [](const Json&) {}); }
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace chladni
