// Real MIDI through a JACK server without hardware: what a virtual port sends reaches the parameters.
#include <gtest/gtest.h>
#include <rtmidi/RtMidi.h>

#include <atomic>
#include <memory>
#include <optional>

#include "engine/control/midi_input.h"
#include "engine/control/midi_map.h"
#include "tests/support/jack_server.h"

namespace chladni {
namespace {

// A controller made of software. It lives in this process, so it stands in the gate of its libjack as all others do.
class Controller {
public:
    Controller(const std::string& name, std::shared_ptr<ServerGate> gate) : gate_(std::move(gate)) {
        const ServerGate::Pass pass(*gate_);
        pass.require_entered();
        out_ = std::make_unique<RtMidiOut>(RtMidi::UNIX_JACK, name);
        out_->openVirtualPort("ctl");
    }
    ~Controller() {
        const ServerGate::Pass pass(*gate_);
        out_.reset();
    }
    Controller(const Controller&) = delete;
    Controller& operator=(const Controller&) = delete;
    void send(std::vector<unsigned char> bytes) { out_->sendMessage(&bytes); }

private:
    std::shared_ptr<ServerGate> gate_;
    std::unique_ptr<RtMidiOut> out_;
};

class MidiJackTest : public testing::Test {
protected:
    void SetUp() override {
        if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
        server_.emplace("midi");
        ASSERT_TRUE(server_->up()) << JackServer::kHelp;
        map_.bind({MidiEvent::Kind::kControl, 0, 16, ParamId::kAudioScale, 0, 2});
        map_.bind({MidiEvent::Kind::kNoteOn, 0, 36, layer_param(2), 0, 1});
        input_ = std::make_unique<MidiInput>("jack", [this](const MidiEvent& event) {
            map_.apply(event, params_);
            pulses_ += event.kind == MidiEvent::Kind::kClock;
        }, gate_);
        input_->choose({"desk"});
    }
    bool is_open() {
        return eventually([&] { return input_->status().open.size() == 1; });
    }
    std::optional<JackServer> server_;
    std::shared_ptr<ServerGate> gate_ = std::make_shared<ServerGate>();
    MidiMap map_;
    ParameterStore params_;
    std::atomic<int> pulses_{0};
    std::unique_ptr<MidiInput> input_;
};

TEST_F(MidiJackTest, AControllerMovesAudioScaleANoteSwitchesALayerAndAPulledPlugComesBackByName) {
    EXPECT_TRUE(eventually([&] { return input_->status().missing == std::vector<std::string>{"desk"}; }));
    {
        Controller desk("desk", gate_);
        ASSERT_TRUE(is_open()) << input_->status().message;
        desk.send({0xB0, 16, 127});
        EXPECT_TRUE(eventually([&] { return params_.get(ParamId::kAudioScale) == 2.0f; }));
        EXPECT_EQ(input_->status().last, "cc 1/16 = 127");
        desk.send({0x90, 36, 100});
        EXPECT_TRUE(eventually([&] { return !params_.snapshot().on(layer_param(2)); }));
    }
    EXPECT_TRUE(eventually([&] { return input_->status().open.empty(); }));
    EXPECT_EQ(input_->status().missing, std::vector<std::string>{"desk"});

    Controller again("desk", gate_);
    ASSERT_TRUE(is_open());
    again.send({0xB0, 16, 0});
    EXPECT_TRUE(eventually([&] { return params_.get(ParamId::kAudioScale) == 0.0f; }));
}

TEST_F(MidiJackTest, AClockIsHeard) {
    Controller desk("desk", gate_);
    ASSERT_TRUE(is_open()) << input_->status().message;
    for (int i = 0; i < 3; ++i) desk.send({0xF8});
    EXPECT_TRUE(eventually([&] { return pulses_ == 3; })) << pulses_;
}

TEST_F(MidiJackTest, AServerThatEndsIsAMessageAndControllersReturnWithTheNextOne) {
    {
        Controller desk("desk", gate_);
        ASSERT_TRUE(is_open());
    }
    server_.reset();
    EXPECT_TRUE(eventually([&] { return input_->status().message.find("expected") != std::string::npos; }));
    server_.emplace("midi");
    ASSERT_TRUE(server_->up()) << JackServer::kHelp;
    Controller desk("desk", gate_);
    ASSERT_TRUE(is_open()) << input_->status().message;
    desk.send({0xB0, 16, 127});
    EXPECT_TRUE(eventually([&] { return params_.get(ParamId::kAudioScale) == 2.0f; }));
}

}  // namespace
}  // namespace chladni
