#include "engine/music/tones.h"

#include <gtest/gtest.h>

#include "engine/music/oscillators.h"
#include "tests/music/levels.h"

namespace chladni {

namespace {

constexpr Note kNote{0.2, 0.5, 57, 0.8f};  // 220 Hz

template <typename Play>
Stereo played(Play&& play) {
    Stereo track(sample_at(2.0));
    play(track);
    return track;
}

double share_at(const std::vector<float>& sound, double hz) { return power_at(sound, hz) / power_at(sound, 1.06 * hz); }

}  // namespace

TEST(Tones, SoundAtThePitchThatIsWritten) {
    const Stereo bass = played([](Stereo& t) { play_bass(t, kNote); });
    const Stereo pluck = played([](Stereo& t) { play_pluck(t, kNote); });
    const Stereo pad = played([](Stereo& t) { play_pad(t, {0.2, 0.8, {57}}); });
    for (const Stereo* track : {&bass, &pluck, &pad}) EXPECT_GT(share_at(track->left, 220.0), 10.0);
}

TEST(Tones, StartAtTheirTimeAndEndInSilence) {
    const Stereo bass = played([](Stereo& t) { play_bass(t, kNote); });
    const Stereo pluck = played([](Stereo& t) { play_pluck(t, kNote); });
    const Stereo pad = played([](Stereo& t) { play_pad(t, {0.2, 0.5, {57, 60, 64}}); });
    for (const Stereo* track : {&bass, &pluck, &pad}) {
        EXPECT_EQ(peak_of(stretch(track->left, 0.0, 0.2)), 0.0f);
        EXPECT_GT(peak_of(stretch(track->left, 0.2, 0.4)), 0.02f);
        EXPECT_EQ(peak_of(stretch(track->left, 1.2, 2.0)), 0.0f);
        // Nowhere a step: that would be a click.
        for (std::size_t i = 1; i < track->length(); ++i)
            ASSERT_LT(std::abs(track->left[i] - track->left[i - 1]), 0.1f) << i;
    }
}

TEST(Tones, WhatRingsPastTheEndIsLost) {
    Stereo track(sample_at(0.3));
    play_bass(track, kNote), play_pluck(track, kNote), play_pad(track, {0.2, 0.5, {57}});
    EXPECT_EQ(track.length(), sample_at(0.3));
    EXPECT_EQ(track.right.size(), track.left.size());
    EXPECT_GT(peak_of(stretch(track.left, 0.2, 0.3)), 0.02f);
}

TEST(Tones, ThePadIsWide) {
    Stereo pad = played([](Stereo& t) { play_pad(t, {0.0, 1.5, {57, 60, 64}}); });
    const double level = rms_of(pad.left);
    for (std::size_t i = 0; i < pad.length(); ++i) pad.left[i] -= pad.right[i];
    EXPECT_GT(rms_of(pad.left), 0.3 * level);
}

}  // namespace chladni
