// Real sound through a JACK server without hardware, from a client that calls itself a sound card.
#include "engine/audio/jack_source.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <optional>

#include "engine/base/check.h"
#include "tests/support/jack_noise.h"
#include "tests/support/jack_server.h"

namespace chladni {

namespace {

constexpr std::size_t kEnough = 3 * 48000;
constexpr int kTries = 5;

class JackSourceTest : public testing::Test {
protected:
    void SetUp() override {
        if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
        server_.emplace("source", 1024, true);
        ASSERT_TRUE(server_->up()) << JackServer::kHelp;
    }
    std::string error_of(const std::string& name) {
        try {
            open_jack({InputChoice::Kind::kDevice, name, "jack"}, input_, gate_);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    std::string opened_by(const std::string& name) {
        return open_jack({InputChoice::Kind::kDevice, name, "jack"}, input_, gate_)->name();
    }
    std::optional<JackServer> server_;
    AudioInput input_{1 << 20};
    ServerGate gate_;
};

// What is heard of both channels of the noise.
float mean_at(std::int64_t n) { return (noise_at(n, 0) + noise_at(n, 1)) / 2; }

// The first sample of the noise from which on `heard` is it, looked for before `end`; -1 where there is none.
std::int64_t place_of(std::span<const float> heard, std::int64_t end) {
    for (std::int64_t at = 0; at < end; ++at) {
        std::size_t same = 0;
        while (same < heard.size() && heard[same] == mean_at(at + static_cast<std::int64_t>(same))) ++same;
        if (same == heard.size()) return at;
    }
    return -1;
}

struct Take {
    std::size_t wrong = 0;       // samples that are not the noise's next one
    std::size_t wired_late = 0;  // samples heard before both channels were connected
    std::uint64_t dropped = 0;
    std::uint64_t xruns = 0;
};

Take take_of_noise() {
    AudioInput input(1 << 20);
    const JackNoise noise("noise");
    ServerGate gate;
    const auto source = open_jack({InputChoice::Kind::kDevice, "noise", "jack"}, input, gate);
    std::vector<float> heard, piece(4096);
    EXPECT_TRUE(eventually([&] {
        const std::size_t count = input.read(piece);
        heard.insert(heard.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(count));
        return heard.size() >= kEnough;
    }));
    Take take{0, 0, input.dropped(), input.xruns() + static_cast<std::uint64_t>(noise.xruns())};
    if (heard.size() < kEnough) return take;
    // Ports are connected one by one: the first cycles may hold one channel only.
    constexpr std::size_t kPeriod = 1024, kMostUnwired = 16 * kPeriod;
    std::int64_t at = -1;
    for (; at < 0 && take.wired_late < kMostUnwired; take.wired_late += at < 0 ? kPeriod : 0)
        at = place_of(std::span(heard).subspan(take.wired_late, 64), noise.position());
    for (std::size_t i = take.wired_late; i < heard.size(); ++i)
        take.wrong += heard[i] != mean_at(at + static_cast<std::int64_t>(i - take.wired_late));
    return take;
}

}  // namespace

TEST_F(JackSourceTest, KnownNoiseIsCapturedToTheBitWithoutAMissingSample) {
    Take take;
    for (int i = 0; i < kTries; ++i) {
        take = take_of_noise();
        if (take.xruns == 0 || take.wrong == 0) break;
        std::cout << "[ machine  ] the JACK server told of " << take.xruns << " xruns: try " << i + 2 << " of "
                  << kTries << "\n";
    }
    EXPECT_EQ(take.wrong, 0u) << take.xruns << " xruns";
    EXPECT_EQ(take.dropped, 0u);
}

TEST_F(JackSourceTest, ADeviceIsTheClientWhosePhysicalOutputsItHas) {
    const JackNoise deck("deck");
    const std::vector<AudioDeviceInfo> found = list_jack_inputs(gate_);
    const auto info = std::ranges::find(found, std::string("deck"), &AudioDeviceInfo::name);
    ASSERT_NE(info, found.end());
    EXPECT_EQ(info->host_api, "jack");
    EXPECT_EQ(info->input_channels, 2);
    EXPECT_EQ(info->sample_rate, 48000);
    EXPECT_EQ(std::ranges::count(found, true, &AudioDeviceInfo::is_default_input), 1);
}

TEST_F(JackSourceTest, ADeviceIsFoundByItsNameAPartOfItOrAsTheFirst) {
    const JackNoise deck("turntable deck");
    EXPECT_EQ(opened_by("turntable deck"), "turntable deck");
    EXPECT_EQ(opened_by("deck"), "turntable deck");
    EXPECT_EQ(opened_by(""), "system");
}

TEST_F(JackSourceTest, TheWholeNameGoesBeforeAPartOfAnother) {
    const JackNoise longer("deck two"), whole("deck");
    EXPECT_EQ(opened_by("deck"), "deck");
}

TEST_F(JackSourceTest, AnUnknownNameIsASentence) {
    EXPECT_EQ(error_of("gramophone"),
              "expected a JACK input named 'gramophone', there is none now; it is opened when it appears");
    EXPECT_EQ(input_.position(), Samples{0});
}

TEST_F(JackSourceTest, NoServerIsASentence) {
    server_.reset();
    EXPECT_EQ(error_of(""), "expected a running JACK server, there is none now; it is used when it appears");
    EXPECT_TRUE(list_jack_inputs(gate_).empty());
}

}  // namespace chladni
