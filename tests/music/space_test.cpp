#include "engine/music/space.h"

#include <gtest/gtest.h>

#include "tests/music/levels.h"

namespace chladni {

namespace {

Stereo impulse(double seconds) {
    Stereo track(sample_at(seconds));
    track.left[0] = track.right[0] = 1.0f;
    return track;
}

}  // namespace

TEST(Echo, ComesAfterItsDelayAndJumpsBetweenTheSides) {
    Stereo track(sample_at(1.0));
    track.left[0] = 1.0f;
    add_echo(track, 0.25, 0.5f, 0.4f);
    const std::size_t delay = sample_at(0.25);
    EXPECT_FLOAT_EQ(track.left[0], 1.0f);
    EXPECT_FLOAT_EQ(track.left[delay], 0.4f * 0.5f);
    EXPECT_FLOAT_EQ(track.right[delay], 0.0f);
    EXPECT_FLOAT_EQ(track.right[2 * delay], 0.4f * 0.25f);
    EXPECT_FLOAT_EQ(track.left[2 * delay], 0.0f);
    EXPECT_FLOAT_EQ(track.left[3 * delay], 0.4f * 0.125f);
}

TEST(Room, RingsAndDiesAway) {
    const Stereo room = room_of(impulse(4.0), 1.0);
    const double early = rms_of(stretch(room.left, 0.05, 0.25));
    EXPECT_GT(early, 0.0);
    EXPECT_LT(rms_of(stretch(room.left, 1.05, 1.25)), 1.5e-3 * early);  // 60 dB in its second, the treble sooner
    EXPECT_LT(peak_of(stretch(room.left, 3.0, 4.0)), 1e-6f);
}

TEST(Room, ALongerDecayRingsLonger) {
    const double small = rms_of(stretch(room_of(impulse(1.0), 0.5).left, 0.4, 0.6));
    const double large = rms_of(stretch(room_of(impulse(1.0), 2.0).left, 0.4, 0.6));
    EXPECT_GT(large, 10.0 * small);
}

TEST(Room, TheSidesDiffer) {
    const Stereo room = room_of(impulse(1.0), 1.0);
    double product = 0.0;
    for (std::size_t i = 0; i < room.length(); ++i) product += static_cast<double>(room.left[i]) * room.right[i];
    const auto length = static_cast<double>(room.length());
    EXPECT_LT(std::abs(product), 0.5 * length * rms_of(room.left) * rms_of(room.right));
}

TEST(Room, SilenceStaysSilent) { EXPECT_EQ(peak_of(room_of(Stereo(4800), 1.0).left), 0.0f); }

}  // namespace chladni
