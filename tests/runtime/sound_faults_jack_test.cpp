// The sound card dies in the middle of a show: seen from outside, the picture goes on and the sound comes back.
#include <gtest/gtest.h>

#include <optional>

#include "tests/runtime/machine_pulse.h"
#include "tests/runtime/show_rig.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

class SoundFaults : public testing::Test {
protected:
    void SetUp() override {
        if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
        server_.emplace("show");
        ASSERT_TRUE(server_->up()) << JackServer::kHelp;
        ShowConfig config = small_show("pattern");
        config.input = "device:system";
        config.audio_api = "jack";
        show_.emplace(config);
        show_->start_picture(nullptr, nullptr);
    }
    bool hears(const std::string& state) {
        return eventually([&] { return show_->status().audio.state == state; });
    }
    bool sound_flows() {
        const std::int64_t then = show_->status().audio.frames;
        return eventually([&] { return show_->status().audio.frames > then + 4800; });
    }
    bool picture_goes_on() {
        const std::int64_t then = show_->status().render.frames;
        return eventually([&] { return show_->status().render.frames > then + 30; });
    }

    std::optional<JackServer> server_;
    MachinePulse pulse_;
    std::optional<Show> show_;
};

}  // namespace

TEST_F(SoundFaults, AKilledSoundServerIsToldOfComesBackAndNeverHoldsThePicture) {
    ASSERT_TRUE(hears("running"));
    ASSERT_TRUE(sound_flows() && picture_goes_on());
    server_->crash();
    ASSERT_TRUE(hears("lost"));
    EXPECT_TRUE(picture_goes_on());
    server_->start();
    ASSERT_TRUE(hears("running"));
    EXPECT_TRUE(sound_flows() && picture_goes_on());
    const double gap_ms = show_->status().render.max_gap_ms;
    EXPECT_LT(gap_ms, 100.0 + pulse_.longest_ms());
    RecordProperty("max_gap_ms", std::to_string(gap_ms));
    RecordProperty("machine_ms", std::to_string(pulse_.longest_ms()));
}

TEST_F(SoundFaults, AShowEndsWhileItsSoundServerIsDead) {
    ASSERT_TRUE(hears("running"));
    ASSERT_TRUE(sound_flows());
    server_->crash();
    show_->stop();
    EXPECT_FALSE(show_->left_a_thread_behind());
    show_.reset();
}

}  // namespace chladni
