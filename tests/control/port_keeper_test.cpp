#include "engine/control/port_keeper.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"

namespace chladni {
namespace {

using Names = std::vector<std::string>;

// A world of plugs that the test pulls.
struct World {
    Names ports;
    bool server = true;
    int opened = 0, closed = 0, made = 0;
    std::vector<MidiPorts::OnEvent> senders;  // of each port that was opened
};

struct FakePort : MidiPorts::Port {
    explicit FakePort(World& w) : world(w) { ++world.opened; }
    ~FakePort() override { ++world.closed; }
    World& world;
};

struct FakePorts : MidiPorts {
    explicit FakePorts(World& w) : world(w) { ++world.made; }
    bool alive() const override { return world.server; }
    Names list() override { return world.ports; }
    std::unique_ptr<Port> open(const std::string& name, OnEvent on_event) override {
        require(name.find("held") == std::string::npos, "expected a free port");
        world.senders.push_back(std::move(on_event));
        return std::make_unique<FakePort>(world);
    }
    World& world;
};

class PortKeeperTest : public testing::Test {
protected:
    World world_;
    std::vector<MidiEvent> events_;
    PortKeeper keeper_{[this]() -> std::unique_ptr<MidiPorts> {
                           require(world_.server, "expected a server");
                           return std::make_unique<FakePorts>(world_);
                       },
                       [this](const MidiEvent& event) { events_.push_back(event); }};
};

TEST_F(PortKeeperTest, ANumberThatAlsaAppendsIsNoPartOfTheName) {
    EXPECT_EQ(steady_name("nanoKONTROL:nanoKONTROL MIDI 1 20:0"), "nanoKONTROL:nanoKONTROL MIDI 1");
    EXPECT_EQ(steady_name("box 2"), "box 2");
    EXPECT_EQ(steady_name("sender:ctl"), "sender:ctl");
}

TEST_F(PortKeeperTest, APulledPlugIsMissingAndOpensAgainUnderItsName) {
    world_.ports = {"nanoKONTROL:x 20:0", "other 24:0"};
    EXPECT_EQ(keeper_.scan({"nanoKONTROL"}).open, Names{"nanoKONTROL:x"});
    world_.ports = {"other 24:0"};
    const MidiStatus gone = keeper_.scan({"nanoKONTROL"});
    EXPECT_TRUE(gone.open.empty());
    EXPECT_EQ(gone.missing, Names{"nanoKONTROL"});
    EXPECT_EQ(world_.closed, 1);
    world_.ports = {"other 24:0", "nanoKONTROL:x 28:0"};
    const MidiStatus back = keeper_.scan({"nanoKONTROL"});
    EXPECT_EQ(back.open, Names{"nanoKONTROL:x"});
    EXPECT_TRUE(back.missing.empty());
    EXPECT_EQ(world_.opened, 2);
}

TEST_F(PortKeeperTest, NothingChosenOpensAllButItsOwnAndKeepsThemOpen) {
    world_.ports = {"a", "b", "chladni-list:x"};
    EXPECT_EQ(keeper_.scan({}).open, (Names{"a", "b"}));
    keeper_.scan({});
    EXPECT_EQ(world_.opened, 2);
    EXPECT_EQ(keeper_.scan({"b"}).open, Names{"b"});
    EXPECT_EQ(world_.closed, 1);
}

TEST_F(PortKeeperTest, AServerThatGoesTakesItsPortsAlongAndComesBack) {
    world_.ports = {"a"};
    keeper_.scan({"a"});
    world_.server = false;
    const MidiStatus gone = keeper_.scan({"a"});
    EXPECT_EQ(gone.message, "expected a server");
    EXPECT_EQ(gone.missing, Names{"a"});
    EXPECT_EQ(world_.closed, 1);
    world_.server = true;
    EXPECT_EQ(keeper_.scan({"a"}).open, Names{"a"});
    EXPECT_EQ(world_.made, 2);
}

TEST_F(PortKeeperTest, AClockSaysWhichPortItComesFromAndOtherMessagesKeepTheirNumber) {
    world_.ports = {"a", "b"};
    keeper_.scan({});
    const std::uint8_t pulse = 0xF8, control[] = {0xB0, 16, 64};
    for (const auto& send : world_.senders) send(parse_midi(&pulse, 1));
    world_.senders[1](parse_midi(control, 3));
    ASSERT_EQ(events_.size(), 3u);
    EXPECT_NE(events_[0].number, events_[1].number);
    EXPECT_EQ(events_[2].number, 16);
}

TEST_F(PortKeeperTest, APortThatAnotherProgramHoldsIsAMessage) {
    world_.ports = {"held"};
    const MidiStatus status = keeper_.scan({});
    EXPECT_EQ(status.message, "expected a free port");
    EXPECT_TRUE(status.open.empty());
    EXPECT_EQ(status.available, Names{"held"});
}

}  // namespace
}  // namespace chladni
