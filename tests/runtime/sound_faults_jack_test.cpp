// The sound card dies in the middle of a show: seen from outside, the picture goes on and the sound comes back.
#include <gtest/gtest.h>

#include <optional>

#include "tests/runtime/machine_pulse.h"
#include "tests/runtime/show_rig.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

struct SoundShow {
    JackServer server{"show"};
    MachinePulse pulse;
    std::optional<Show> show;

    void start() {
        ASSERT_TRUE(server.up()) << JackServer::kHelp;
        ShowConfig config = small_show("pattern");
        config.input = "device:system";
        config.audio_api = "jack";
        show.emplace(config);
        show->start_picture(nullptr, nullptr);
        ASSERT_TRUE(hears("running"));
        ASSERT_TRUE(sound_flows() && picture_goes_on(*show));
    }
    bool hears(const std::string& state) {
        return eventually([&] { return show->status().audio.state == state; });
    }
    bool sound_flows() {
        const std::int64_t then = show->status().audio.frames;
        return eventually([&] { return show->status().audio.frames > then + 4800; });
    }
};

class SoundFaults : public testing::Test {
protected:
    void SetUp() override {
        if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    }
};

}  // namespace

TEST_F(SoundFaults, AKilledSoundServerIsToldOfComesBackAndNeverHoldsThePicture) {
    SoundShow rig;
    ASSERT_NO_FATAL_FAILURE(rig.start());
    rig.server.crash();
    ASSERT_TRUE(rig.hears("lost"));
    EXPECT_TRUE(picture_goes_on(*rig.show));
    ASSERT_TRUE(rig.server.back()) << JackServer::kHelp;
    ASSERT_TRUE(rig.hears("running"));
    EXPECT_TRUE(rig.sound_flows() && picture_goes_on(*rig.show));
    EXPECT_LT(rig.show->status().render.max_gap_ms, rig.pulse.standstill_ms());
}

TEST_F(SoundFaults, AShowEndsWhileItsSoundServerIsDead) {
    SoundShow rig;
    ASSERT_NO_FATAL_FAILURE(rig.start());
    rig.server.crash();
    rig.show->stop();
    EXPECT_FALSE(rig.show->left_a_thread_behind());
    rig.show.reset();
}

}  // namespace chladni
