#include "engine/music/performer.h"

#include <gtest/gtest.h>

#include "engine/music/composer.h"
#include "tests/music/levels.h"

namespace chladni {

namespace {

bool finite(const AudioBuffer& sound) {
    return std::ranges::all_of(sound.samples, [](float s) { return std::isfinite(s); });
}

}  // namespace

TEST(Performer, PlaysTheScoreAtItsLengthInStereo) {
    const AudioBuffer sound = perform(compose(1, 3.21));
    EXPECT_EQ(sound.sample_rate, 48000);
    EXPECT_EQ(sound.channels, 2);
    EXPECT_EQ(sound.length().value, 154080);
}

TEST(Performer, TheSameScoreIsTheSameSound) {
    EXPECT_EQ(perform(compose(5, 6.0)).samples, perform(compose(5, 6.0)).samples);
}

TEST(Performer, AnotherSeedIsAnotherSound) {
    EXPECT_NE(perform(compose(5, 6.0)).samples, perform(compose(6, 6.0)).samples);
}

TEST(Performer, NeverClipsAndIsNeverNoNumber) {
    for (const std::uint64_t seed : {1, 2, 3, 4}) {
        const AudioBuffer sound = perform(compose(seed, 6.0, {.form = {{SectionKind::kFull, 16}}, .fade_out_s = 0}));
        ASSERT_TRUE(finite(sound)) << seed;
        EXPECT_LE(peak_of(sound.samples), 0.9f) << seed;  // -1 dBFS
        EXPECT_GT(peak_of(sound.samples), 0.5f) << seed;
        EXPECT_GT(rms_of(sound.samples), 0.05) << seed;
    }
}

TEST(Performer, LeftAndRightAreTwoSides) {
    const AudioBuffer sound = perform(compose(2, 8.0, {.form = {{SectionKind::kFull, 16}}}));
    auto side = channel_of(sound, 0);
    const auto right = channel_of(sound, 1);
    const double left_rms = rms_of(side), right_rms = rms_of(right);
    EXPECT_NEAR(left_rms / right_rms, 1.0, 0.1);  // neither is louder
    for (std::size_t i = 0; i < side.size(); ++i) side[i] -= right[i];
    EXPECT_GT(rms_of(side), 0.05 * left_rms);
}

TEST(Performer, ASilentSectionComesToRest) {
    const AudioBuffer sound = perform(compose(
        2, 16.0, {.bpm = 120.0, .form = {{SectionKind::kFull, 8}, {SectionKind::kSilence, 24}}, .fade_out_s = 0}));
    const auto mono = mono_of(sound);
    const double music = rms_of(stretch(mono, 1.0, 4.0));
    EXPECT_LT(rms_of(stretch(mono, 8.0, 16.0)), 0.01 * music);  // the room has rung off: 60 dB in 2.2 s
}

TEST(Performer, AnEmptyScoreIsSilence) {
    Score score;
    score.duration_s = 1.0;
    const AudioBuffer sound = perform(score);
    EXPECT_EQ(sound.length().value, 48000);
    EXPECT_EQ(peak_of(sound.samples), 0.0f);
}

}  // namespace chladni
