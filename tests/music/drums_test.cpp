#include "engine/music/drums.h"

#include <gtest/gtest.h>

#include "tests/music/levels.h"

namespace chladni {

namespace {

struct Spread {
    double low, middle, high;
};

// How much of the sound is at some frequencies of each range.
Spread spread_of(const std::vector<float>& sound) {
    const auto sum = [&](std::initializer_list<double> hz) {
        double power = 0.0;
        for (const double f : hz) power += power_at(sound, f);
        return power;
    };
    return {sum({40, 50, 60, 80, 100}), sum({190, 330, 800, 1500, 2200}), sum({8000, 9000, 10000, 11000, 13000})};
}

template <typename Play>
std::vector<float> played(double at_s, Play&& play) {
    Stereo track(sample_at(1.0));
    play(track, Hit{at_s});
    return track.left;
}

std::vector<float> kick(double at_s) {
    return played(at_s, [](Stereo& t, const Hit& h) { play_kick(t, h); });
}
std::vector<float> snare(double at_s) {
    return played(at_s, [](Stereo& t, const Hit& h) {
        Random random(1);
        play_snare(t, h, random);
    });
}
std::vector<float> hat(double at_s, bool open = false) {
    return played(at_s, [open](Stereo& t, Hit h) {
        Random random(1);
        h.open = open;
        play_hat(t, h, random);
    });
}

std::size_t first_sound(const std::vector<float>& sound) {
    return static_cast<std::size_t>(std::ranges::find_if(sound, [](float s) { return std::abs(s) > 1e-3f; }) -
                                    sound.begin());
}

}  // namespace

TEST(Drums, EachSoundsInItsRange) {
    const Spread low = spread_of(kick(0.1)), middle = spread_of(snare(0.1)), high = spread_of(hat(0.1));
    EXPECT_GT(low.low, 10.0 * low.middle);
    EXPECT_GT(low.low, 1000.0 * low.high);
    EXPECT_GT(middle.middle, 3.0 * middle.low);
    EXPECT_GT(middle.middle, 3.0 * middle.high);
    EXPECT_GT(high.high, 10.0 * high.middle);
    EXPECT_GT(high.high, 100.0 * high.low);
}

TEST(Drums, StartWithinAMillisecondAndEndInSilence) {
    for (const auto& sound : {kick(0.25), snare(0.25), hat(0.25)}) {
        EXPECT_GE(first_sound(sound), sample_at(0.25));
        EXPECT_LE(first_sound(sound), sample_at(0.251));
        EXPECT_EQ(peak_of(stretch(sound, 0.7, 1.0)), 0.0f);
    }
}

TEST(Drums, VelocityIsLoudness) {
    Stereo loud(sample_at(0.5)), soft(sample_at(0.5));
    play_kick(loud, {0.0, 1.0f});
    play_kick(soft, {0.0, 0.5f});
    EXPECT_NEAR(rms_of(soft.left) / rms_of(loud.left), 0.5, 1e-4);
}

TEST(Drums, AnOpenHatRingsOn) {
    const auto closed = hat(0.0), open = hat(0.0, true);
    EXPECT_GT(rms_of(stretch(open, 0.1, 0.2)), 10.0 * rms_of(stretch(closed, 0.1, 0.2)));
}

TEST(Drums, WhatRingsPastTheEndIsLost) {
    Stereo track(sample_at(0.1));
    play_kick(track, {0.09});
    EXPECT_EQ(track.length(), sample_at(0.1));
    EXPECT_GT(peak_of(stretch(track.left, 0.09, 0.1)), 0.1f);
}

}  // namespace chladni
