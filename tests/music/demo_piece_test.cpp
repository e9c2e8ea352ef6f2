#include <gtest/gtest.h>

#include <utility>

#include "engine/music/composer.h"
#include "engine/music/oscillators.h"
#include "engine/music/performer.h"
#include "tests/music/levels.h"

namespace chladni {

namespace {

/// The bundled track: rendered once for all the tests.
struct Demo {
    Score score = demo_score();
    AudioBuffer sound = perform(score);
    std::vector<float> mono = mono_of(sound);
};

const Demo& demo() {
    static const Demo once;
    return once;
}

const SongSection& section(SectionKind kind) { return *std::ranges::find(demo().score.sections, kind, &SongSection::kind); }

// What a kick drum is made of: below 200 Hz, as magnitudes.
std::vector<float> low_end() {
    Filter filter;
    filter.tune(200.0, 0.7);
    std::vector<float> low = demo().mono;
    for (float& s : low) s = std::abs(filter.low(s));
    return low;
}

// Where the low end comes to half of what it reaches around a moment.
double rise_s(std::span<const float> low, double around_s) {
    const auto near = stretch(low, std::max(0.0, around_s - 0.05), around_s + 0.05);
    const float half = 0.5f * peak_of(near);
    const auto over = std::ranges::find_if(near, [&](float s) { return s > half; }) - near.begin();
    return std::max(0.0, around_s - 0.05) + static_cast<double>(over) / kStudioRate;
}

}  // namespace

TEST(DemoPiece, LastsAMinuteAt128) {
    EXPECT_DOUBLE_EQ(demo().score.duration_s, 60.0);
    EXPECT_DOUBLE_EQ(demo().score.bpm, 128.0);
    EXPECT_EQ(demo().score.beats_s.size(), 128u);
    EXPECT_DOUBLE_EQ(demo().sound.duration().value, 60.0);
    EXPECT_EQ(demo().sound.channels, 2);
}

TEST(DemoPiece, IsCleanAndLoudEnough) {
    for (const float s : demo().sound.samples) ASSERT_TRUE(std::isfinite(s) && std::abs(s) <= 0.9f);
    EXPECT_GT(peak_of(demo().sound.samples), 0.8f);
    EXPECT_GT(rms_of(demo().sound.samples), 0.1);
    EXPECT_NE(channel_of(demo().sound, 0), channel_of(demo().sound, 1));
}

TEST(DemoPiece, HasABreakWithoutAKick) {
    const SongSection& rest = section(SectionKind::kBreak);
    EXPECT_DOUBLE_EQ(rest.end_s - rest.start_s, 7.5);  // four bars
    for (const Hit& kick : demo().score.kicks) EXPECT_TRUE(kick.time_s < rest.start_s || kick.time_s >= rest.end_s);
    const auto before = stretch(demo().mono, rest.start_s - 7.5, rest.start_s),
               inside = stretch(demo().mono, rest.start_s + 0.5, rest.end_s);
    EXPECT_LT(rms_of(inside), 0.7 * rms_of(before));
    EXPECT_GT(rms_of(inside), 0.02);  // and yet it is no silence
}

TEST(DemoPiece, FadesOutAtTheEnd) {
    const double full = rms_of(stretch(demo().mono, 48.0, 52.0));
    EXPECT_LT(rms_of(stretch(demo().mono, 56.0, 57.0)), 0.7 * full);
    EXPECT_LT(rms_of(stretch(demo().mono, 59.0, 60.0)), 0.15 * full);
    EXPECT_LT(peak_of(stretch(demo().mono, 59.99, 60.0)), 0.005f);
}

TEST(DemoPiece, KicksSoundWhenTheScoreSays) {
    const auto low = low_end();
    ASSERT_GT(demo().score.kicks.size(), 80u);
    for (const Hit& kick : demo().score.kicks) EXPECT_NEAR(rise_s(low, kick.time_s), kick.time_s, 0.01) << kick.time_s;
}

TEST(DemoPiece, WhereOnlyTheKickPlaysEachLowOnsetIsOne) {
    const auto low = low_end();
    const SongSection& alone = section(SectionKind::kKickOnly);
    std::vector<double> onsets_s;
    // The first is left out: the break still rings into it.
    for (double t = alone.start_s + 0.25; t < alone.end_s - 0.05; t += 0.001) {
        const bool quiet_before = onsets_s.empty() || t - onsets_s.back() > 0.2;
        if (quiet_before && peak_of(stretch(low, t, t + 0.001)) > 0.3f) onsets_s.push_back(t);
    }
    std::vector<double> written_s;
    for (const Hit& kick : demo().score.kicks)
        if (kick.time_s > alone.start_s && kick.time_s < alone.end_s - 1e-9) written_s.push_back(kick.time_s);
    ASSERT_EQ(written_s.size(), 7u);
    ASSERT_EQ(onsets_s.size(), written_s.size());
    for (std::size_t i = 0; i < written_s.size(); ++i) EXPECT_NEAR(onsets_s[i], written_s[i], 0.01);
}

}  // namespace chladni
