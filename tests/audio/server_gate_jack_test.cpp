// The door to libjack against libjack itself: a client that the library has freed is known as gone, and a server that dies
// twenty times under a show's sound leaves nothing behind.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "engine/audio/device_keeper.h"
#include "engine/audio/jack_client.h"
#include "tests/support/jack_server.h"
#include "tests/support/process_count.h"

namespace chladni {

namespace {

constexpr int kDeaths = 20;

// A client of another stage, which is told of nothing: as RtMidi's are.
bool open_and_close_another(ServerGate& gate) {
    const ServerGate::Pass pass(gate);
    const JackClient other("other", gate);
    return other.get() != nullptr;
}

}  // namespace

TEST(ServerGateJack, AClientOfADeadServerIsGoneOnceAnotherIsOpenedAndIsLeftAlone) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    JackServer server("gate");
    ASSERT_TRUE(server.up()) << JackServer::kHelp;
    ServerGate gate;
    for (int i = 0; i < 5; ++i) {
        JackClient client("first", gate);
        ASSERT_TRUE(client.get() && !client.gone());
        server.crash();
        server.start();
        ASSERT_TRUE(eventually([&] { return open_and_close_another(gate); })) << JackServer::kHelp;
        EXPECT_TRUE(client.gone());
        EXPECT_FALSE(client.close());  // closing what libjack has freed would end this program
    }
}

TEST(ServerGateJack, AClientOfALivingServerIsClosedInOrder) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    JackServer server("gate");
    ASSERT_TRUE(server.up()) << JackServer::kHelp;
    ServerGate gate;
    JackClient client("first", gate);
    EXPECT_TRUE(open_and_close_another(gate));
    EXPECT_FALSE(client.gone());
    EXPECT_TRUE(client.close());
    EXPECT_EQ(gate.epoch(), 0u);
}

TEST(ServerGateJack, AServerThatDiesTwentyTimesLeavesNothingBehind) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    JackServer server("gate");
    ASSERT_TRUE(server.up()) << JackServer::kHelp;
    AudioInput input;
    DeviceKeeper keeper(input, [](const std::string&) { return AudioBuffer{}; });
    keeper.choose({InputChoice::Kind::kDevice, "system", "jack"});
    std::optional<ProcessCount> before;
    for (int death = 0; death < kDeaths; ++death) {
        const Samples then = input.position();
        ASSERT_TRUE(eventually([&] { return input.position() > then + Samples{960}; })) << death << ": " << keeper.status().message;
        if (death == 2) before = ProcessCount::now();
        if (death == kDeaths - 1) break;
        server.crash();
        ASSERT_TRUE(eventually([&] { return keeper.status().state == AudioState::kLost; })) << death;
        server.start();
    }
    const ProcessCount after = ProcessCount::now();
    EXPECT_LE(after.threads, before->threads + 1);  // libjack's own, of the server before, may be ending
    EXPECT_LE(after.files, before->files + 2);
    EXPECT_LT(after.heap_bytes - before->heap_bytes, 256 * 1024);
    std::cout << "[ measured ] " << kDeaths - 3 << " deaths: " << after.threads - before->threads << " threads, " << after.files - before->files
              << " files, " << after.heap_bytes - before->heap_bytes << " bytes of heap more\n";
}

}  // namespace chladni
