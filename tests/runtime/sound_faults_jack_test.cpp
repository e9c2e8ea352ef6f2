// The sound card dies in the middle of a show: seen from outside, the picture goes on and the sound comes back.
#include <gtest/gtest.h>

#include <iostream>
#include <optional>

#include "tests/runtime/machine_pulse.h"
#include "tests/runtime/show_rig.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

constexpr int kTries = 3;

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
    // The server dies and returns. Puts down the longest gap of the picture beyond what the machine itself withheld.
    void rehearse(double& gap_ms) {
        SoundShow rig;
        ASSERT_NO_FATAL_FAILURE(rig.start());
        rig.server.crash();
        ASSERT_TRUE(rig.hears("lost"));
        EXPECT_TRUE(picture_goes_on(*rig.show));
        ASSERT_TRUE(rig.server.back()) << JackServer::kHelp;
        ASSERT_TRUE(rig.hears("running"));
        EXPECT_TRUE(rig.sound_flows() && picture_goes_on(*rig.show));
        const double longest_ms = rig.show->status().render.max_gap_ms, machine_ms = rig.pulse.longest_ms();
        RecordProperty("max_gap_ms", std::to_string(longest_ms));
        RecordProperty("machine_ms", std::to_string(machine_ms));
        gap_ms = longest_ms - machine_ms;
    }
};

}  // namespace

// A gap that the fault makes is there at each rehearsal; one that a busy machine makes is not.
TEST_F(SoundFaults, AKilledSoundServerIsToldOfComesBackAndNeverHoldsThePicture) {
    double gap_ms = 0.0;
    for (int i = 1; i <= kTries; ++i) {
        ASSERT_NO_FATAL_FAILURE(rehearse(gap_ms));
        if (gap_ms < 100.0) break;
        std::cout << "[ machine  ] a gap of " << gap_ms << " ms at rehearsal " << i << " of " << kTries << "\n";
    }
    EXPECT_LT(gap_ms, 100.0);
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
