// Sound devices that go and come back: the JACK server killed, and a device that leaves a server which lives on.
#include <gtest/gtest.h>

#include <optional>

#include "engine/audio/device_keeper.h"
#include "tests/support/jack_noise.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

class DeviceKeeperJackTest : public testing::Test {
protected:
    void SetUp() override {
        if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
        server_.emplace("keeper");
        ASSERT_TRUE(server_->up()) << JackServer::kHelp;
        keeper_.emplace(input_, [](const std::string&) { return AudioBuffer{}; });
    }
    void choose(const std::string& name, const std::string& api = "jack") {
        keeper_->choose({InputChoice::Kind::kDevice, name, api});
    }
    bool comes_to(AudioState state) {
        return eventually([&] { return keeper_->status().state == state; });
    }
    bool runs_on(const std::string& device) {
        return eventually(
            [&] { return keeper_->status().state == AudioState::kRunning && keeper_->status().device == device; });
    }
    bool flows() {
        const Samples then = input_.position();
        return eventually([&] { return input_.position() > then + Samples{4800}; });
    }

    std::optional<JackServer> server_;
    AudioInput input_;
    std::optional<DeviceKeeper> keeper_;  // ends first
};

}  // namespace

TEST_F(DeviceKeeperJackTest, AnyApiIsJackWhereItServesTheName) {
    choose("system", "");
    ASSERT_TRUE(runs_on("system"));
    EXPECT_EQ(keeper_->status().sample_rate, 48000);
    EXPECT_TRUE(flows());
}

TEST_F(DeviceKeeperJackTest, AKilledServerIsLostAndRunsAgainWhenItIsBack) {
    choose("system");
    ASSERT_TRUE(runs_on("system"));
    ASSERT_TRUE(flows());
    for (int round = 0; round < 2; ++round) {
        server_->crash();
        ASSERT_TRUE(comes_to(AudioState::kLost));
        EXPECT_EQ(keeper_->status().device, "system");
        EXPECT_EQ(keeper_->status().message, "the sound of 'system' stopped (the JACK server is gone); it is opened again when it returns");
        const Samples then = input_.position();
        ASSERT_TRUE(server_->back()) << JackServer::kHelp;
        ASSERT_TRUE(runs_on("system"));
        EXPECT_TRUE(flows());
        EXPECT_EQ(keeper_->status().opened_at, then);  // the count went on where it stood
        EXPECT_EQ(keeper_->status().message, "");
    }
}

TEST_F(DeviceKeeperJackTest, TheDefaultDeviceComesBackByItsNameAndNoOtherTakesItsPlace) {
    choose("");
    ASSERT_TRUE(runs_on("system"));
    server_->crash();
    ASSERT_TRUE(comes_to(AudioState::kLost));
    ASSERT_TRUE(server_->back()) << JackServer::kHelp;
    EXPECT_TRUE(runs_on("system"));
}

TEST_F(DeviceKeeperJackTest, ADeviceThatLeavesALivingServerIsLostToo) {
    {
        const JackNoise deck("deck");
        choose("deck");
        ASSERT_TRUE(runs_on("deck"));
        ASSERT_TRUE(flows());
    }
    EXPECT_TRUE(comes_to(AudioState::kLost));
    const JackNoise again("deck");
    EXPECT_TRUE(runs_on("deck"));
    EXPECT_TRUE(flows());
}

TEST_F(DeviceKeeperJackTest, ADeviceThatIsChosenBeforeItIsThereRunsWhenItAppears) {
    choose("deck");
    ASSERT_TRUE(eventually([&] { return keeper_->status().message.find("'deck'") != std::string::npos; }));
    EXPECT_EQ(keeper_->status().state, AudioState::kNone);
    const JackNoise deck("deck");
    EXPECT_TRUE(runs_on("deck"));
    EXPECT_TRUE(flows());
}

TEST_F(DeviceKeeperJackTest, AnotherChoiceWhileOneIsLostIsNoLongerThatLoss) {
    choose("system");
    ASSERT_TRUE(runs_on("system"));
    server_->crash();
    ASSERT_TRUE(comes_to(AudioState::kLost));
    choose("gramophone");
    EXPECT_TRUE(eventually([&] {
        const AudioStatus now = keeper_->status();
        return now.state == AudioState::kNone && now.device == "gramophone" && now.message.starts_with("expected");
    }));
}

TEST_F(DeviceKeeperJackTest, AKeeperEndsWhileItsServerIsDead) {
    choose("system");
    ASSERT_TRUE(runs_on("system"));
    server_->crash();
    keeper_.reset();  // hangs here where a close is waited for
    SUCCEED();
}

}  // namespace chladni
