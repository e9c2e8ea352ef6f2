// Without a sound server and, on most machines that run tests, without a sound card: files, and devices that are not
// there.
#include "engine/audio/device_keeper.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <stdlib.h>

#include "engine/base/check.h"
#include "tests/runtime/eventually.h"

namespace chladni {

namespace {

constexpr const char* kNoDevice = "no such device";

AudioBuffer file_of(const std::string& path) {
    require(path != "broken.wav", "expected sound in broken.wav, got text; choose a sound file");
    const std::size_t length = path == "short.wav" ? 2'400 : 48'000;
    return {path == "cd.wav" ? 44100 : 48000, 1, std::vector<float>(length, 0.5f)};
}

class DeviceKeeperTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        setenv("JACK_DEFAULT_SERVER", "chladni-no-such-server", 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
    }
    void choose_file(const std::string& path, bool loop = true) {
        keeper_.choose({InputChoice::Kind::kFile, path, "", loop});
    }
    void choose_device(const std::string& name, const std::string& api = "") {
        keeper_.choose({InputChoice::Kind::kDevice, name, api});
    }
    bool comes_to(AudioState state, const std::string& device) {
        return eventually([&] { return keeper_.status().state == state && keeper_.status().device == device; });
    }
    bool says(const std::string& words) {
        return eventually([&] { return keeper_.status().message.find(words) != std::string::npos; });
    }

    AudioInput input_;
    DeviceKeeper keeper_{input_, file_of};
};

}  // namespace

TEST_F(DeviceKeeperTest, NothingChosenIsNoSoundAndNoComplaint) {
    keeper_.choose({});
    EXPECT_EQ(keeper_.status().state, AudioState::kNone);
    EXPECT_EQ(keeper_.status().message, "");
    EXPECT_FALSE(keeper_.deck());
    EXPECT_EQ(input_.position(), Samples{0});
}

TEST_F(DeviceKeeperTest, AnUnknownDeviceIsNoneAndASentence) {
    choose_device(kNoDevice);
    ASSERT_TRUE(comes_to(AudioState::kNone, kNoDevice));
    ASSERT_TRUE(says(kNoDevice)) << keeper_.status().message;
    const std::string message = keeper_.status().message;
    EXPECT_EQ(message,
              "expected a sound input named 'no such device', there is none now; it is opened when it appears");
    EXPECT_EQ(input_.position(), Samples{0});
}

TEST_F(DeviceKeeperTest, NoJackServerIsNoneAndASentence) {
    choose_device("system", "jack");
    EXPECT_TRUE(says("expected a running JACK server, there is none now; it is used when it appears"));
    EXPECT_EQ(keeper_.status().state, AudioState::kNone);
}

TEST_F(DeviceKeeperTest, WithNoDeviceAtAllTheDefaultOneIsNoneAndASentence) {
    keeper_.rescan();
    choose_device("");
    if (eventually([&] { return keeper_.status().state == AudioState::kRunning; }, std::chrono::seconds(1)))
        GTEST_SKIP() << "this machine has a sound card";
    EXPECT_TRUE(says("expected a sound input, there is none now; it is opened when it appears"))
        << keeper_.status().message;
    EXPECT_EQ(keeper_.status().state, AudioState::kNone);
    EXPECT_TRUE(keeper_.devices().empty());
}

TEST_F(DeviceKeeperTest, AFileRunsAndIsTheFutureToo) {
    choose_file("cd.wav");
    ASSERT_TRUE(comes_to(AudioState::kRunning, "cd.wav"));
    EXPECT_EQ(keeper_.status().sample_rate, 44100);
    EXPECT_EQ(keeper_.status().opened_at, Samples{0});
    ASSERT_TRUE(keeper_.deck());
    EXPECT_EQ(keeper_.deck()->now->sound.length(), Samples{48'000});
    EXPECT_TRUE(eventually([&] { return input_.position() > Samples{4410}; }));
}

TEST_F(DeviceKeeperTest, AFileThatIsOverHasEnded) {
    choose_file("short.wav", false);
    EXPECT_TRUE(comes_to(AudioState::kEnded, "short.wav"));
    EXPECT_EQ(keeper_.status().message, "the file is over");
    EXPECT_EQ(input_.position(), Samples{2'400});
}

TEST_F(DeviceKeeperTest, AFileInALoopGoesOnPastItsEnd) {
    choose_file("short.wav");
    EXPECT_TRUE(eventually([&] { return input_.position() > Samples{10'000}; }));
    EXPECT_EQ(keeper_.status().state, AudioState::kRunning);
}

TEST_F(DeviceKeeperTest, AFileThatCannotBeReadIsNoneAndItsSentence) {
    choose_file("short.wav");
    ASSERT_TRUE(comes_to(AudioState::kRunning, "short.wav"));
    choose_file("broken.wav");
    EXPECT_TRUE(says("expected sound in broken.wav, got text; choose a sound file"));
    EXPECT_TRUE(comes_to(AudioState::kNone, "broken.wav"));
    EXPECT_FALSE(keeper_.deck());
}

TEST_F(DeviceKeeperTest, AnotherFileBeginsWhereTheCountStands) {
    choose_file("short.wav", false);
    ASSERT_TRUE(comes_to(AudioState::kEnded, "short.wav"));
    choose_file("cd.wav");
    ASSERT_TRUE(comes_to(AudioState::kRunning, "cd.wav"));
    EXPECT_EQ(keeper_.status().opened_at, Samples{2'400});
    EXPECT_EQ(keeper_.deck()->now->sound.sample_rate, 44100);
}

TEST_F(DeviceKeeperTest, ChoosingNothingEndsTheFile) {
    choose_file("cd.wav");
    ASSERT_TRUE(comes_to(AudioState::kRunning, "cd.wav"));
    keeper_.choose({});
    ASSERT_TRUE(comes_to(AudioState::kNone, ""));
    EXPECT_FALSE(keeper_.deck());
    const Samples then = input_.position();
    choose_file("broken.wav");  // by then the keeper has looked again
    ASSERT_TRUE(says("broken.wav"));
    EXPECT_EQ(input_.position(), then);
}

// Libraries of other threads read the environment without a lock: whoever changes it after the start ends the program.
TEST(AudioDevices, LookingForThemLeavesTheEnvironmentAlone) {
    const auto environment = [] {
        std::vector<const char*> words;
        for (char** word = environ; *word; ++word) words.push_back(*word);
        return words;
    };
    unsetenv("JACK_NO_START_SERVER");  // other tests set it
    const std::vector<const char*> before = environment();
    ServerGate jack;
    list_audio_devices(jack);
    EXPECT_EQ(environment(), before);
}

}  // namespace chladni
