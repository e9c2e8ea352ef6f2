#include "engine/runtime/transport_knobs.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "tests/runtime/eventually.h"

namespace chladni {
namespace {

class TransportKnobsTest : public testing::Test {
protected:
    void SetUp() override {
        setenv("JACK_DEFAULT_SERVER", "chladni-no-such-server", 1);
        setenv("JACK_NO_START_SERVER", "1", 1);
        InputChoice choice;
        choice.kind = InputChoice::Kind::kFile;
        choice.name = "a";
        choice.more_files = {"b"};
        choice.loop = true;
        keeper_.choose(choice);
        ASSERT_TRUE(shows([](const TransportStatus& now) { return now.tracks == 2 && now.position_s > 0; }));
    }
    bool shows(const std::function<bool(const TransportStatus&)>& fact) {
        return eventually([&] {
            const AudioStatus status = keeper_.status();
            return status.transport && fact(*status.transport);
        });
    }
    void turn(ParamId id, float value) {
        params_.set(id, value);
        knobs_.look();
    }

    ParameterStore params_;
    AudioInput input_;
    DeviceKeeper keeper_{input_, [](const std::string&) { return AudioBuffer{48000, 1, std::vector<float>(60 * 48000, 0.1f)}; }};
    TransportKnobs knobs_{params_, keeper_};
};

TEST_F(TransportKnobsTest, PlayAndLoopFollowTheirSwitches) {
    turn(ParamId::kPlay, 0);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return !now.playing; }));
    turn(ParamId::kPlay, 1);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.playing; }));
    turn(ParamId::kLoop, 0);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return !now.loops; }));
}

TEST_F(TransportKnobsTest, AButtonActsOnceAndJumpsBack) {
    turn(ParamId::kNextTrack, 1);
    EXPECT_EQ(params_.get(ParamId::kNextTrack), 0.0f);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.track == 1; }));
    turn(ParamId::kPreviousTrack, 1);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.track == 0; }));
}

TEST_F(TransportKnobsTest, SeekGoesToAShareOfTheTrackAndAAndBAreMarkedWhereItPlays) {
    turn(ParamId::kSeek, 0.5f);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.position_s >= 30.0; }));
    turn(ParamId::kLoopIn, 1);
    turn(ParamId::kSeek, 0.75f);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.position_s >= 45.0; }));
    turn(ParamId::kLoopOut, 1);
    EXPECT_EQ(params_.get(ParamId::kLoopSpan), 1.0f);
    EXPECT_TRUE(shows([](const TransportStatus& now) { return now.in_span && now.span_from_s >= 30.0 && now.span_to_s >= 45.0; }));
}

}  // namespace
}  // namespace chladni
