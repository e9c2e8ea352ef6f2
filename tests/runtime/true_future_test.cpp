// What the generator is told will sound is what then sounds, whatever hands do to the file.
#include "engine/runtime/true_future.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <random>

#include "engine/runtime/chunk_sound.h"
#include "engine/runtime/transport_knobs.h"
#include "tests/runtime/eventually.h"

namespace chladni {
namespace {

constexpr int kRate = 48000;

// Noise of its own for each name: no two places sound alike.
AudioBuffer noise_of(const std::string& path) {
    AudioBuffer file{kRate, 1, std::vector<float>(3 * kRate)};
    std::minstd_rand random(static_cast<unsigned>(path.front()));
    for (float& sample : file.samples) sample = static_cast<float>(random() % 1000) * 1e-3f - 0.5f;
    return file;
}

class TrueFutureTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        setenv("JACK_DEFAULT_SERVER", "chladni-no-such-server", 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
    }
    void SetUp() override {
        params_.set(ParamId::kBlockDc, 0.0f);  // what is foreseen is compared sample by sample: nothing may be filtered
        InputChoice choice;
        choice.kind = InputChoice::Kind::kFile;
        choice.name = "a";
        choice.more_files = {"b", "c"};
        choice.loop = true;
        keeper_.choose(choice);
        ASSERT_TRUE(plays_on());
    }
    bool plays_on() {
        const Samples then = heard_.history.end();
        return eventually([&] { return future_.now() && heard_.history.end() > then + Samples{kRate / 10}; });
    }
    bool stands_in(std::size_t track) {
        return eventually([&] { return keeper_.status().transport && keeper_.status().transport->track == track; });
    }
    // Half a second that is foreseen, against what was heard when it had come. False where hands came between, or no file.
    bool comes_true() {
        const auto playing = future_.now();
        if (!playing) return false;
        const Samples now = heard_.history.end();
        const ChunkSound foreseen = chunk_sound(heard_, &*playing, seconds_of(now, kRate), seconds_of(now + Samples{kRate / 2}, kRate), {});
        if (!eventually([&] { return heard_.history.end() > now + Samples{kRate / 2}; })) return false;
        std::vector<float> heard(foreseen.mono.size());
        heard_.history.read(samples_in(foreseen.start, kRate), heard);
        return heard == foreseen.mono;
    }

    ParameterStore params_;
    Heard heard_{20 * kRate};
    AudioInput input_;
    DeviceKeeper keeper_{input_, noise_of};
    TransportKnobs knobs_{params_, keeper_};
    AnalysisLoop analysis_{input_, params_, [this] { return knobs_.look(), keeper_.sample_rate(); }, heard_};
    TrueFuture future_{input_, keeper_, heard_};
};

TEST_F(TrueFutureTest, WhatIsForeseenComesTrueAfterASeekAndOnTheNextTrack) {
    EXPECT_TRUE(comes_true());
    keeper_.seek(Seconds{1.5});
    ASSERT_TRUE(plays_on());
    EXPECT_TRUE(comes_true());
    keeper_.step(+1);
    ASSERT_TRUE(stands_in(1));
    ASSERT_TRUE(plays_on());
    EXPECT_TRUE(comes_true());
}

TEST_F(TrueFutureTest, ItGoesOnIntoTheNextTrackAndRoundALoop) {
    keeper_.seek(Seconds{2.7});
    EXPECT_TRUE(eventually([&] { return comes_true(); }));
    ASSERT_TRUE(stands_in(1));
    keeper_.set_span(Seconds{1.0}, Seconds{1.2});
    keeper_.seek(Seconds{1.1});
    ASSERT_TRUE(plays_on());
    EXPECT_TRUE(comes_true());
}

TEST_F(TrueFutureTest, ShowTimeNeverGoesBackUnderHands) {
    double before_s = heard_.clock.get().stream_time(AudioClock::now_ns()).value;
    for (int hand = 0; hand < 6; ++hand) {
        hand % 2 ? keeper_.step(+1) : keeper_.seek(Seconds{0.1 * hand});
        const Samples until = heard_.history.end() + Samples{kRate / 5};
        EXPECT_TRUE(eventually([&] {
            const double now_s = heard_.clock.get().stream_time(AudioClock::now_ns()).value;
            EXPECT_GE(now_s, before_s);
            before_s = now_s;
            return heard_.history.end() > until;
        }));
    }
}

}  // namespace
}  // namespace chladni
