// A driver made of software under the device keeper, for what no driver here does: one that begins to speak late. This
// program has these functions in place of PortAudio's and JACK's.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <optional>

#include "engine/audio/device_keeper.h"
#include "engine/audio/paced_clip.h"
#include "tests/runtime/eventually.h"

namespace chladni {

namespace {

std::atomic<int> g_opened{0};
std::atomic<bool> g_played{false};

// ALSA's way to PulseAudio: the first callback comes two seconds after the start.
class SlowDevice : public AudioSource {
public:
    explicit SlowDevice(AudioInput& into) : into_(into), thread_("slow", [this](std::stop_token stop) { run(stop); }) {}
    std::string name() const override { return "slow"; }
    int sample_rate() const override { return 48000; }

private:
    void run(std::stop_token stop) {
        const auto begin = std::chrono::steady_clock::now() + std::chrono::seconds(2);
        const float sample = 0.5f;
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
            if (std::chrono::steady_clock::now() > begin) into_.on_audio(&sample, 1, 1, 1);
        }
    }

    AudioInput& into_;
    Worker thread_;
};

}  // namespace

std::vector<AudioDeviceInfo> list_audio_devices(ServerGate&) { return {}; }

std::unique_ptr<AudioSource> open_device(const InputChoice&, AudioInput& into, ServerGate&) {
    ++g_opened;
    return std::make_unique<SlowDevice>(into);
}

std::unique_ptr<AudioSource> open_audible_deck(const std::string&, std::shared_ptr<ClipDeck>, AudioInput&) {
    g_played = true;
    return nullptr;
}

TEST(SlowDevice, ADeviceThatBeginsLateIsNotLost) {
    AudioInput input;
    DeviceKeeper keeper(input, [](const std::string&) { return AudioBuffer{}; });
    keeper.choose({InputChoice::Kind::kDevice, "slow", ""});
    EXPECT_TRUE(eventually([&] { return input.position() > Samples{10}; }));
    EXPECT_EQ(keeper.status().state, AudioState::kRunning);
    EXPECT_EQ(g_opened, 1);  // a keeper without patience would open it again and again, and never hear it
}

TEST(SlowDevice, AFileIsPlayedToTheOutputOnlyWhereItIsToBeAudible) {
    for (const bool audible : {false, true}) {
        AudioInput input;
        DeviceKeeper keeper(input, [](const std::string&) { return AudioBuffer{48000, 1, {0.5f}}; });
        keeper.choose({InputChoice::Kind::kFile, "a.wav", "", true, audible});
        EXPECT_TRUE(eventually([&] { return input.position() > Samples{0}; }));
        EXPECT_EQ(g_played, audible);
    }
}

}  // namespace chladni
