// Real MIDI through a JACK server without hardware: what a virtual port sends reaches the parameters.
#include <gtest/gtest.h>
#include <jack/jack.h>
#include <rtmidi/RtMidi.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "engine/control/midi_input.h"
#include "engine/control/midi_map.h"

extern char** environ;

namespace chladni {
namespace {

// Looks every few milliseconds, for 15 s at most.
template <typename Fact>
bool comes_true(Fact&& fact) {
    std::mutex mutex;
    std::condition_variable never;
    std::unique_lock lock(mutex);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(15);
    while (!fact()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        never.wait_for(lock, std::chrono::milliseconds(5));
    }
    return true;
}

// A JACK server of this process' own.
class JackServer {
public:
    JackServer() : name_("chladni-midi-" + std::to_string(getpid())) {
        setenv("JACK_DEFAULT_SERVER", name_.c_str(), 1);
        setenv("JACK_NO_AUDIO_RESERVATION", "1", 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
        jack_set_error_function([](const char*) {});
        const char* words[] = {"jackd", "-n", name_.c_str(), "-r", "-d", "dummy", "-r", "48000", "-p", "256", nullptr};
        posix_spawn_file_actions_t silence;
        posix_spawn_file_actions_init(&silence);
        posix_spawn_file_actions_addopen(&silence, 1, "/dev/null", 1, 0);
        posix_spawn_file_actions_addopen(&silence, 2, "/dev/null", 1, 0);
        if (posix_spawnp(&pid_, "jackd", &silence, nullptr, const_cast<char**>(words), environ) != 0) pid_ = 0;
        posix_spawn_file_actions_destroy(&silence);
    }
    ~JackServer() {
        if (pid_ <= 0) return;
        kill(pid_, SIGTERM);
        waitpid(pid_, nullptr, 0);
    }
    bool up() const {
        return pid_ > 0 && comes_true([] {
                   jack_client_t* client = jack_client_open("probe", JackNoStartServer, nullptr);
                   if (client) jack_client_close(client);
                   return client != nullptr;
               });
    }

private:
    std::string name_;
    pid_t pid_ = 0;
};

// A controller made of software.
class Controller {
public:
    explicit Controller(const std::string& name) : out_(RtMidi::UNIX_JACK, name) { out_.openVirtualPort("ctl"); }
    void send(std::vector<unsigned char> bytes) { out_.sendMessage(&bytes); }

private:
    RtMidiOut out_;
};

class MidiJackTest : public testing::Test {
protected:
    void SetUp() override {
        if (system("command -v jackd >/dev/null") != 0) GTEST_SKIP() << "there is no jackd on this machine";
        server_.emplace();
        ASSERT_TRUE(server_->up());
        map_.bind({MidiEvent::Kind::kControl, 0, 16, ParamId::kAudioScale, 0, 2});
        map_.bind({MidiEvent::Kind::kNoteOn, 0, 36, layer_param(2), 0, 1});
        input_ = std::make_unique<MidiInput>("jack", [this](const MidiEvent& event) { map_.apply(event, params_); });
        input_->choose({"desk"});
    }
    bool is_open() { return comes_true([&] { return input_->status().open.size() == 1; }); }
    std::optional<JackServer> server_;
    MidiMap map_;
    ParameterStore params_;
    std::unique_ptr<MidiInput> input_;
};

TEST_F(MidiJackTest, AControllerMovesAudioScaleANoteSwitchesALayerAndAPulledPlugComesBackByName) {
    EXPECT_TRUE(comes_true([&] { return input_->status().missing == std::vector<std::string>{"desk"}; }));
    {
        Controller desk("desk");
        ASSERT_TRUE(is_open()) << input_->status().message;
        desk.send({0xB0, 16, 127});
        EXPECT_TRUE(comes_true([&] { return params_.get(ParamId::kAudioScale) == 2.0f; }));
        EXPECT_EQ(input_->status().last, "cc 1/16 = 127");
        desk.send({0x90, 36, 100});
        EXPECT_TRUE(comes_true([&] { return !params_.snapshot().on(layer_param(2)); }));
    }
    EXPECT_TRUE(comes_true([&] { return input_->status().open.empty(); }));
    EXPECT_EQ(input_->status().missing, std::vector<std::string>{"desk"});

    Controller again("desk");
    ASSERT_TRUE(is_open());
    again.send({0xB0, 16, 0});
    EXPECT_TRUE(comes_true([&] { return params_.get(ParamId::kAudioScale) == 0.0f; }));
}

TEST_F(MidiJackTest, AServerThatEndsIsAMessageAndControllersReturnWithTheNextOne) {
    {
        Controller desk("desk");
        ASSERT_TRUE(is_open());
    }
    server_.reset();
    EXPECT_TRUE(comes_true([&] { return input_->status().message.find("expected") != std::string::npos; }));
    server_.emplace();
    ASSERT_TRUE(server_->up());
    Controller desk("desk");
    ASSERT_TRUE(is_open()) << input_->status().message;
    desk.send({0xB0, 16, 127});
    EXPECT_TRUE(comes_true([&] { return params_.get(ParamId::kAudioScale) == 2.0f; }));
}

}  // namespace
}  // namespace chladni
