// A JACK server that carries sound and controllers dies again and again: libjack frees every client of a dead server as
// soon as anybody in the process opens another one, and whoever closes a freed one ends the show.
#include <gtest/gtest.h>

#include "tests/runtime/show_rig.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

constexpr int kDeaths = 6;

// Runs a show on `input` and kills its server under it, each time after it has come to `state` and its controllers are
// back.
void survive_deaths(const std::string& input, const std::string& state) {
    JackServer server("deaths");
    ASSERT_TRUE(server.up()) << JackServer::kHelp;
    ShowConfig config = small_show("pattern");
    config.input = input;
    config.midi_api = "jack";
    Show show(config);
    show.start_picture(nullptr, nullptr);
    for (int death = 0; death < kDeaths; ++death) {
        ASSERT_TRUE(
            eventually([&] { return show.status().midi.message.empty() && show.status().audio.state == state; }));
        ASSERT_TRUE(picture_goes_on(show));
        server.crash();
        ASSERT_TRUE(eventually([&] { return !show.status().midi.message.empty(); }));
        server.start();
    }
    EXPECT_TRUE(picture_goes_on(show));
}

}  // namespace

// Looking for a device that is not there, the keeper opens a client each second.
TEST(JackDeaths, AShowWhoseDeviceIsNotThereSurvivesThem) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    survive_deaths("device:gramophone", "none");
}

TEST(JackDeaths, AShowThatHearsTheServerSurvivesThem) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    survive_deaths("device:system", "running");
}

}  // namespace chladni
