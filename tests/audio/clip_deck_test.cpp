#include "engine/audio/clip_deck.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/audio/deck_rig.h"

namespace chladni {

namespace {

// A deck and the input's count beside it.
struct Player {
    ClipDeck deck;
    Samples stream;

    explicit Player(int channels = 1) : deck(48000, channels) {}
    std::vector<float> next(std::size_t frames) {
        std::vector<float> samples(frames * static_cast<std::size_t>(deck.channels()), -1.0f);
        deck.next(samples.data(), frames, stream);
        stream += Samples{static_cast<std::int64_t>(frames)};
        return samples;
    }
};

using Sound = std::vector<float>;

}  // namespace

TEST(ClipDeck, PlaysItsSamplesOnceAndIsOverWithTheLast) {
    Player player;
    player.deck.put_on(track_of({1, 2, 3, 4, 5}), true);
    EXPECT_EQ(player.next(3), (Sound{1, 2, 3}));
    EXPECT_FALSE(player.deck.over());
    EXPECT_EQ(player.next(2), (Sound{4, 5}));
    EXPECT_TRUE(player.deck.over());
    EXPECT_EQ(player.next(2), (Sound{0, 0}));
}

TEST(ClipDeck, ALoopHasNoSeamAndNoEnd) {
    Player player;
    player.deck.put_on(track_of({1, 2, 3}), true);
    player.deck.wrap(true);
    EXPECT_EQ(player.next(8), (Sound{1, 2, 3, 1, 2, 3, 1, 2}));
    EXPECT_EQ(player.next(2), (Sound{3, 1}));
    EXPECT_FALSE(player.deck.over());
}

TEST(ClipDeck, ChannelsStayTogether) {
    Player player(2);
    player.deck.put_on(track_of({1, -1, 2, -2, 3, -3}, 0, 2), true);
    player.deck.wrap(true);
    EXPECT_EQ(player.next(2), (Sound{1, -1, 2, -2}));
    EXPECT_EQ(player.next(2), (Sound{3, -3, 1, -1}));
}

TEST(ClipDeck, AnEmptyFileIsOverAtOnceEvenInALoop) {
    Player player;
    player.deck.put_on(track_of({}), true);
    player.deck.wrap(true);
    EXPECT_EQ(player.next(2), (Sound{0, 0}));
    EXPECT_TRUE(player.deck.over());
}

TEST(ClipDeck, TheNextTrackFollowsWithoutAGap) {
    Player player;
    player.deck.put_on(track_of({1, 2, 3}), true);
    player.deck.put_on(track_of({7, 8}, 1), false);
    EXPECT_EQ(player.next(4), (Sound{1, 2, 3, 7}));
    EXPECT_EQ(player.deck.view().now->index, 1u);
    EXPECT_EQ(player.deck.view().next, nullptr);
    player.deck.put_on(track_of({9}, 2), false);
    EXPECT_EQ(player.next(3), (Sound{8, 9, 0}));
    EXPECT_TRUE(player.deck.over());
}

TEST(ClipDeck, ANextTrackMayBeTakenOffAgainAndOneThatComesLateStartsADeckThatIsOver) {
    Player player;
    player.deck.put_on(track_of({1}), true);
    player.deck.put_on(track_of({7}, 1), false);
    player.deck.put_on(nullptr, false);
    EXPECT_EQ(player.next(2), (Sound{1, 0}));
    EXPECT_TRUE(player.deck.over());
    player.deck.put_on(track_of({8, 9}, 2), false);
    EXPECT_EQ(player.next(2), (Sound{8, 9}));
}

TEST(ClipDeck, PausedItIsSilentAndGoesOnWhereItStood) {
    Player player;
    player.deck.put_on(track_of({1, 2, 3, 4}), true);
    player.next(2);
    player.deck.play(false);
    EXPECT_EQ(player.next(3), (Sound{0, 0, 0}));
    EXPECT_FALSE(player.deck.place().playing);
    EXPECT_FALSE(player.deck.over());
    player.deck.play(true);
    EXPECT_EQ(player.next(2), (Sound{3, 4}));
}

TEST(ClipDeck, SeekingGoesThereAtOnceAlsoFromTheEndAndNeverOutside) {
    Player player;
    player.deck.put_on(track_of({1, 2, 3, 4, 5}), true);
    player.next(5);
    EXPECT_TRUE(player.deck.over());
    player.deck.seek(Samples{1});
    EXPECT_EQ(player.next(2), (Sound{2, 3}));
    player.deck.seek(Samples{-7});
    EXPECT_EQ(player.next(1), (Sound{1}));
    player.deck.seek(Samples{1000});
    EXPECT_EQ(player.next(1), (Sound{0}));
    EXPECT_TRUE(player.deck.over());
}

TEST(ClipDeck, BetweenAAndBItGoesRound) {
    Player player;
    player.deck.put_on(track_of({0, 1, 2, 3, 4, 5, 6, 7}), true);
    player.deck.set_span(Samples{2}, Samples{5});
    player.deck.loop_span(true);
    EXPECT_EQ(player.next(9), (Sound{0, 1, 2, 3, 4, 2, 3, 4, 2}));
    player.deck.loop_span(false);
    EXPECT_EQ(player.next(4), (Sound{3, 4, 5, 6}));
}

TEST(ClipDeck, HandsMarkAAndBWhereItPlaysAndBSwitchesTheLoopOn) {
    Player player;
    player.deck.put_on(track_of({0, 1, 2, 3, 4, 5, 6, 7}), true);
    player.next(2);
    player.deck.mark_in();
    player.next(2);
    player.deck.mark_out();
    EXPECT_EQ(player.next(5), (Sound{2, 3, 2, 3, 2}));
    EXPECT_TRUE(player.deck.place().head.in_span());
}

TEST(ClipDeck, AnotherTrackLeavesAAndBBehind) {
    Player player;
    player.deck.put_on(track_of({0, 1, 2, 3}), true);
    player.deck.set_span(Samples{0}, Samples{2});
    player.deck.loop_span(true);
    player.next(3);
    player.deck.put_on(track_of({5, 6, 7}, 1), true);
    EXPECT_EQ(player.next(3), (Sound{5, 6, 7}));
}

TEST(ClipDeck, ItsPlaceIsWhereItStandsWhenTheInputStandsThere) {
    Player player;
    player.deck.put_on(track_of({0, 1, 2, 3, 4, 5, 6, 7}), true);
    player.next(3);
    EXPECT_EQ(player.deck.place().stream, Samples{3});
    EXPECT_EQ(player.deck.place().head.at, 3);
    player.deck.seek(Samples{6});
    player.next(1);
    EXPECT_EQ(player.deck.place().stream, Samples{4});
    EXPECT_EQ(player.deck.place().head.at, 7);
}

TEST(ClipDeck, TracksThatHaveBeenPlayedAreLetGo) {
    Player player;
    const TrackPtr first = track_of({1}), second = track_of({2}, 1), third = track_of({3}, 2);
    player.deck.put_on(first, true);
    player.deck.put_on(second, false);
    player.deck.put_on(third, false);  // in place of the second
    player.next(2);
    player.deck.view();
    EXPECT_EQ(first.use_count(), 1);
    EXPECT_EQ(second.use_count(), 1);
    EXPECT_EQ(third.use_count(), 2);
}

TEST(ClipDeck, HandsOfSeveralThreadsReachADeckThatPlays) {
    Player player;
    player.deck.put_on(track_of(Sound(4800, 0.5f)), true);
    player.deck.wrap(true);
    std::atomic<bool> done{false};
    const auto hand = [&] {
        for (int i = 0; i < 2000; ++i) {
            player.deck.seek(Samples{i});
            player.deck.put_on(track_of(Sound(100, 0.5f), 1), i % 2 == 0);
            EXPECT_TRUE(player.deck.view().place.head.at >= 0);
        }
    };
    std::thread one(hand), two(hand), stopper([&] { one.join(), two.join(), done = true; });
    while (!done)
        for (const float sample : player.next(64)) ASSERT_TRUE(sample == 0.5f || sample == 0.0f);
    stopper.join();
}

}  // namespace chladni
