#include "engine/base/server_gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace chladni {

namespace {

constexpr const char* kFrees = "Jack server was closed but clients are still allocated, cleanup...";

}  // namespace

TEST(ServerGate, ADeathThatSeveralClientsTellOfCountsOnce) {
    ServerGate gate;
    const std::uint64_t born = gate.epoch();
    gate.server_gone(born);
    gate.server_gone(born);
    EXPECT_EQ(gate.epoch(), born + 1);
    gate.server_gone(born);  // late news of the old server say nothing of the new one
    EXPECT_EQ(gate.epoch(), born + 1);
}

TEST(ServerGate, WhereTheLibraryFreesItsClientsTheirEpochIsOver) {
    ServerGate gate;
    const std::uint64_t born = gate.epoch();
    {
        const ServerGate::Pass pass(gate);
        ServerGate::heed("JackClient::something else went wrong");
        EXPECT_EQ(gate.epoch(), born);
        ServerGate::heed(kFrees);
    }
    EXPECT_EQ(gate.epoch(), born + 1);
    ServerGate::heed(kFrees);  // said to somebody who does not stand in this gate
    EXPECT_EQ(gate.epoch(), born + 1);
}

TEST(ServerGate, OneThreadIsInAtATimeAndMayEnterTwice) {
    ServerGate gate;
    int inside = 0;  // guarded by the gate
    std::atomic<int> most{0};
    const auto visit = [&] {
        for (int i = 0; i < 2000; ++i) {
            const ServerGate::Pass pass(gate), again(gate);
            most = std::max(most.load(), ++inside);
            --inside;
        }
    };
    std::thread one(visit), two(visit);
    one.join();
    two.join();
    EXPECT_EQ(most, 1);
}

TEST(ServerGate, InnerAndOuterPassesOfTwoGatesHeedTheirOwn) {
    ServerGate outer, inner;
    const ServerGate::Pass first(outer);
    {
        const ServerGate::Pass second(inner);
        ServerGate::heed(kFrees);
    }
    EXPECT_EQ(inner.epoch(), 1u);
    EXPECT_EQ(outer.epoch(), 0u);
    ServerGate::heed(kFrees);
    EXPECT_EQ(outer.epoch(), 1u);
}

}  // namespace chladni
