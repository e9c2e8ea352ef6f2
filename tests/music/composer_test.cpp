#include "engine/music/composer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/check.h"

namespace chladni {

namespace {

template <typename Event>
std::vector<double> times_of(const std::vector<Event>& events) {
    std::vector<double> times_s;
    for (const Event& event : events) times_s.push_back(event.time_s);
    return times_s;
}

// All that a score holds, as one row of numbers.
std::vector<double> numbers_of(const Score& score) {
    std::vector<double> all = {score.bpm, score.duration_s, score.fade_in_s, score.fade_out_s};
    const auto add = [&](const std::vector<double>& more) { all.insert(all.end(), more.begin(), more.end()); };
    add(score.beats_s), add(score.downbeats_s);
    for (const auto* hits : {&score.kicks, &score.snares, &score.hats})
        for (const Hit& hit : *hits) add({hit.time_s, hit.velocity, hit.open ? 1.0 : 0.0});
    for (const auto* notes : {&score.bass, &score.lead})
        for (const Note& n : *notes) add({n.time_s, n.duration_s, static_cast<double>(n.pitch), n.velocity});
    for (const Chord& chord : score.chords) {
        add({chord.time_s, chord.duration_s});
        add({chord.pitches.begin(), chord.pitches.end()});
    }
    for (const SongSection& s : score.sections) add({static_cast<double>(s.kind), s.start_s, s.end_s, s.gain});
    return all;
}

void expect_on_sixteenths(const std::vector<double>& times_s, const Score& score) {
    EXPECT_TRUE(std::ranges::is_sorted(times_s));
    for (const double t : times_s) {
        ASSERT_NEAR(std::remainder(t, 15.0 / score.bpm), 0.0, 1e-9);
        ASSERT_TRUE(t >= 0.0 && t < score.duration_s) << t;
    }
}

bool within(const std::vector<Hit>& hits, const SongSection& section) {
    return std::ranges::any_of(hits,
                               [&](const Hit& h) { return h.time_s >= section.start_s && h.time_s < section.end_s; });
}

}  // namespace

TEST(Composer, TheSameSeedIsTheSamePiece) { EXPECT_EQ(numbers_of(compose(7, 30.0)), numbers_of(compose(7, 30.0))); }

TEST(Composer, EverySeedIsAnotherPiece) {
    const auto first = compose(1, 30.0, {.bpm = 120.0, .form = {}}),
               second = compose(2, 30.0, {.bpm = 120.0, .form = {}});
    EXPECT_NE(numbers_of(first), numbers_of(second));
    EXPECT_NE(times_of(first.lead), times_of(second.lead));
}

TEST(Composer, BeatsAreEvenAndEachFourthStartsABar) {
    const Score score = compose(3, 30.0, {.bpm = 100.0, .form = {}});
    ASSERT_EQ(score.beats_s.size(), 50u);
    for (std::size_t i = 0; i < 50; ++i) ASSERT_NEAR(score.beats_s[i], 0.6 * static_cast<double>(i), 1e-9);
    ASSERT_EQ(score.downbeats_s.size(), 13u);
    for (std::size_t i = 0; i < 13; ++i) ASSERT_EQ(score.downbeats_s[i], score.beats_s[4 * i]);
}

TEST(Composer, AllIsWrittenOnSixteenthsWithinThePiece) {
    for (const std::uint64_t seed : {1, 2, 3, 4, 5, 6}) {
        const Score score = compose(seed, 24.7);
        EXPECT_TRUE(score.bpm >= 80.0 && score.bpm <= 160.0) << score.bpm;
        for (const auto* hits : {&score.kicks, &score.snares, &score.hats})
            expect_on_sixteenths(times_of(*hits), score);
        for (const auto* notes : {&score.bass, &score.lead}) {
            expect_on_sixteenths(times_of(*notes), score);
            for (const Note& note : *notes) ASSERT_LE(note.time_s + note.duration_s, score.duration_s + 1e-9);
        }
    }
}

TEST(Composer, SectionsFollowEachOtherToTheEnd) {
    for (const std::uint64_t seed : {1, 2, 3, 4, 5, 6}) {
        const Score score = compose(seed, 40.0);
        EXPECT_EQ(score.sections.front().start_s, 0.0);
        EXPECT_DOUBLE_EQ(score.sections.back().end_s, 40.0);
        for (std::size_t i = 1; i < score.sections.size(); ++i)
            EXPECT_DOUBLE_EQ(score.sections[i].start_s, score.sections[i - 1].end_s);
        EXPECT_TRUE(
            std::ranges::any_of(score.sections, [](const SongSection& s) { return s.kind == SectionKind::kBreak; }));
    }
}

TEST(Composer, ASectionHasTheDrumsOfItsKind) {
    using enum SectionKind;
    const Score score = compose(
        4, 24.0,
        {.bpm = 120.0, .form = {{kFull, 8}, {kBreak, 8}, {kHatsOnly, 8}, {kKickOnly, 8}, {kPad, 8}, {kSilence, 8}}});
    ASSERT_EQ(score.sections.size(), 6u);
    for (const SongSection& s : score.sections) {
        EXPECT_EQ(within(score.kicks, s), s.kind == kFull || s.kind == kKickOnly) << s.start_s;
        EXPECT_EQ(within(score.snares, s), s.kind == kFull) << s.start_s;
        EXPECT_EQ(within(score.hats, s), s.kind == kFull || s.kind == kBreak || s.kind == kHatsOnly) << s.start_s;
    }
}

TEST(Composer, RefusesWhatIsNoPiece) {
    for (const double duration_s : {0.0, -1.0, 1e9, std::numeric_limits<double>::quiet_NaN()})
        EXPECT_THROW(compose(1, duration_s), Error) << duration_s;
    EXPECT_THROW(compose(1, 10.0, {.form = {{SectionKind::kFull, 0}}}), Error);
}

}  // namespace chladni
