// Real sound through a PulseAudio without hardware: what is played to a sink is heard on its monitor, sources go and come
// back, and the server dies again and again.
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "engine/audio/device_keeper.h"
#include "engine/audio/pulse_source.h"
#include "tests/support/complaint.h"
#include "tests/support/process_count.h"
#include "tests/support/pulse_server.h"

namespace chladni {

namespace {

constexpr int kDeaths = 20;

class PulseTest : public testing::Test {
protected:
    void SetUp() override {
        if (!PulseServer::installed()) GTEST_SKIP() << PulseServer::kSkip;
        server_.emplace();
        ASSERT_TRUE(server_->up()) << PulseServer::kHelp;
        keeper_.emplace(input_, [](const std::string&) { return AudioBuffer{}; });
    }
    void choose(const std::string& words) { keeper_->choose(device_choice(words, "pulse")); }
    bool runs_on(const std::string& name) {
        return eventually([&] {
            const AudioStatus now = keeper_->status();
            return now.state == AudioState::kRunning && now.device == name;
        });
    }
    bool is_lost() {
        return eventually([&] { return keeper_->status().state == AudioState::kLost; });
    }
    bool flows() {
        const Samples then = input_.position();
        return eventually([&] { return input_.position() > then + Samples{960}; });
    }
    // What comes next, without what waited in the ring.
    std::vector<float> hear(std::size_t count) {
        std::vector<float> heard, piece(4096);
        while (input_.read(piece) > 0) {}
        EXPECT_TRUE(eventually([&] {
            const std::size_t got = input_.read(piece);
            heard.insert(heard.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(got));
            return heard.size() >= count;
        }));
        return heard;
    }

    std::optional<PulseServer> server_;
    AudioInput input_;
    std::optional<DeviceKeeper> keeper_;  // ends first
};

const AudioDeviceInfo* named(const std::vector<AudioDeviceInfo>& devices, const std::string& name) {
    for (const AudioDeviceInfo& device : devices)
        if (device.name == name) return &device;
    return nullptr;
}

}  // namespace

TEST_F(PulseTest, SourcesAreListedByNameWithTheirRatesAndMonitors) {
    const std::vector<AudioDeviceInfo> devices = list_pulse_inputs();
    const AudioDeviceInfo *a = named(devices, "a.monitor"), *b = named(devices, "b.monitor"), *tone = named(devices, "tone");
    ASSERT_TRUE(a && b && tone);
    EXPECT_TRUE(a->is_monitor && b->is_monitor && !tone->is_monitor);
    EXPECT_EQ(a->input_channels, 2);
    EXPECT_EQ(b->input_channels, 1);
    EXPECT_EQ(b->sample_rate, 44100);
    EXPECT_EQ(a->id(), "pulse:a.monitor");
    EXPECT_FALSE(a->label.empty());
    EXPECT_TRUE(a->problem.empty());
}

TEST_F(PulseTest, WhatTheComputerPlaysIsHeardOnAMonitor) {
    choose("b.monitor");
    ASSERT_TRUE(runs_on("b.monitor"));
    ASSERT_TRUE(flows());
    EXPECT_EQ(keeper_->status().sample_rate, 44100);
    const auto loud = [&] {
        float peak = 0;
        for (const float sample : hear(4410)) peak = std::max(peak, std::abs(sample));
        return peak;
    };
    EXPECT_EQ(loud(), 0.0f);
    ASSERT_TRUE(PulseServer::control("load-module module-sine sink=b frequency=440"));
    EXPECT_TRUE(eventually([&] { return loud() > 0.4f; }));
}

TEST_F(PulseTest, ASourceThatIsTakenAwayIsLostAndNoOtherIsHeardInItsPlaceUntilItReturns) {
    choose("tone");
    ASSERT_TRUE(runs_on("tone"));
    ASSERT_TRUE(flows());
    ASSERT_TRUE(PulseServer::control("unload-module module-sine-source"));
    ASSERT_TRUE(is_lost());
    EXPECT_EQ(keeper_->status().message, "the sound of 'tone' stopped (the sound server took it away); it is opened again when it returns");
    const Samples then = input_.position();
    ASSERT_TRUE(PulseServer::control("load-module module-sine-source source_name=other rate=48000"));
    EXPECT_EQ(input_.position(), then);
    ASSERT_TRUE(PulseServer::control("load-module module-sine-source source_name=tone rate=48000"));
    EXPECT_TRUE(runs_on("tone"));
    EXPECT_TRUE(flows());
}

TEST_F(PulseTest, TheDefaultInputIsFollowedWhereItChangesAndThatIsSaid) {
    ASSERT_TRUE(PulseServer::control("set-default-source a.monitor"));
    choose("");
    ASSERT_TRUE(runs_on("a.monitor"));
    ASSERT_TRUE(PulseServer::control("set-default-source tone"));
    ASSERT_TRUE(runs_on("tone"));
    EXPECT_EQ(keeper_->status().message, "the default input is no longer 'a.monitor' but 'tone', which is heard now");
    EXPECT_TRUE(flows());
}

TEST_F(PulseTest, AChosenInputStaysWhateverTheDefaultIs) {
    ASSERT_TRUE(PulseServer::control("set-default-source a.monitor"));
    choose("a.monitor");
    ASSERT_TRUE(runs_on("a.monitor"));
    ASSERT_TRUE(PulseServer::control("set-default-source tone"));
    ASSERT_TRUE(flows());
    ASSERT_TRUE(flows());
    EXPECT_EQ(keeper_->status().device, "a.monitor");
}

TEST_F(PulseTest, AnUnknownSourceAndNoServerAreSentences) {
    EXPECT_EQ(complaint([&] { open_pulse(device_choice("tape", "pulse"), input_); }),
              "expected a PulseAudio source named 'tape', there is none now; it is opened when it appears");
    server_->crash();
    EXPECT_EQ(complaint([&] { open_pulse(device_choice("", "pulse"), input_); }),
              "expected a running PulseAudio or PipeWire, there is none now; it is used when it appears");
    EXPECT_TRUE(list_pulse_inputs().empty());
}

TEST_F(PulseTest, AServerThatDiesTwentyTimesLeavesNothingBehind) {
    choose("tone");
    std::optional<ProcessCount> before;
    for (int death = 0; death < kDeaths; ++death) {
        ASSERT_TRUE(runs_on("tone")) << death << ": " << keeper_->status().message;
        ASSERT_TRUE(flows());
        if (death == 2) before = ProcessCount::now();
        if (death == kDeaths - 1) break;
        server_->crash();
        ASSERT_TRUE(is_lost()) << death;
        server_->start();
    }
    const ProcessCount after = ProcessCount::now();
    EXPECT_LE(after.threads, before->threads + 1) << "one may be on its way, one a death would be many";
    EXPECT_EQ(after.files, before->files);
    EXPECT_LT(after.heap_bytes - before->heap_bytes, 64 * 1024);
    std::cout << "[ measured ] " << kDeaths - 3 << " deaths: " << after.heap_bytes - before->heap_bytes << " bytes of heap more\n";
}

}  // namespace chladni
