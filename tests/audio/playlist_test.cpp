#include "engine/audio/playlist.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/audio/playlist_player.h"
#include "engine/base/check.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

// "3x48000" is three samples 3, 3, 3 ... : as many as its number, at its rate.
AudioBuffer sound_of(const std::string& path) {
    require(path != "broken", "expected sound in broken, got text");
    const auto number = static_cast<std::size_t>(path.front() - '0');
    return {path.ends_with("stereo") ? 48000 : 48000, path.ends_with("stereo") ? 2 : 1,
            std::vector<float>(number * (path.ends_with("stereo") ? 2 : 1), static_cast<float>(number))};
}

std::vector<float> play(PlaylistPlayer& player, std::size_t frames, Samples& stream) {
    std::vector<float> heard;
    for (std::size_t i = 0; i < frames; ++i) {
        std::vector<float> sample(static_cast<std::size_t>(player.deck()->channels()));
        player.deck()->next(sample.data(), 1, stream);
        stream += Samples{1};
        heard.push_back(sample.front());
        player.tend();
    }
    return heard;
}

using Sound = std::vector<float>;

}  // namespace

TEST(Playlist, AnM3uNamesFilesRelativeToItself) {
    const TempFolder folder;
    const auto list = folder.path() / "set.m3u";
    std::ofstream(list) << "\xef\xbb\xbf#EXTM3U\r\n#EXTINF:12,A song\r\nmusic/a.flac\r\n\r\n/abs/b.wav\n../c.ogg  \n";
    const std::vector<std::string> files = expand_playlist({"first.wav", list.string(), "last.wav"});
    EXPECT_EQ(files, (std::vector<std::string>{"first.wav", (folder.path() / "music/a.flac").string(), "/abs/b.wav",
                                               (folder.path().parent_path() / "c.ogg").string(), "last.wav"}));
}

TEST(Playlist, AnEmptyOneAndOneThatIsNotThereAreSentences) {
    const TempFolder folder;
    const auto list = folder.path() / "none.m3u";
    std::ofstream(list) << "# nothing\n";
    EXPECT_NE(complaint([&] { expand_playlist({list.string()}); }).find("it names none"), std::string::npos);
    EXPECT_NE(complaint([] { expand_playlist({"/no/such/list.m3u8"}); }).find("expected"), std::string::npos);
}

TEST(PlaylistPlayer, PlaysOneFileAfterTheOtherWithoutAGapAndRound) {
    PlaylistPlayer player({"2", "3", "1"}, sound_of, true);
    Samples stream;
    EXPECT_EQ(play(player, 9, stream), (Sound{2, 2, 3, 3, 3, 1, 2, 2, 3}));
}

TEST(PlaylistPlayer, WithoutALoopItIsOverAfterTheLast) {
    PlaylistPlayer player({"2", "1"}, sound_of, false);
    Samples stream;
    EXPECT_EQ(play(player, 5, stream), (Sound{2, 2, 1, 0, 0}));
    EXPECT_TRUE(player.deck()->over());
    player.set_loop(true);
    player.tend();
    EXPECT_EQ(play(player, 2, stream), (Sound{2, 2}));
}

TEST(PlaylistPlayer, ALoopThatIsSwitchedOffInTimeIsNotGoneRoundAgain) {
    PlaylistPlayer player({"2", "1"}, sound_of, true);
    Samples stream;
    EXPECT_EQ(play(player, 3, stream), (Sound{2, 2, 1}));
    player.deck()->seek(Samples{0});
    PlaylistPlayer other({"2", "3"}, sound_of, true);
    Samples count;
    play(other, 3, count);  // in the last file, with the first one ready
    other.set_loop(false);
    other.tend();
    EXPECT_EQ(play(other, 4, count), (Sound{3, 3, 0, 0}));
}

TEST(PlaylistPlayer, AFileThatCannotBeReadIsLeftOutAndSaid) {
    PlaylistPlayer player({"broken", "2", "broken", "1"}, sound_of, true);
    Samples stream;
    EXPECT_EQ(play(player, 6, stream), (Sound{2, 2, 1, 2, 2, 1}));
    EXPECT_EQ(player.complaint(), "expected sound in broken, got text");
    EXPECT_EQ(complaint([] { PlaylistPlayer({"broken"}, sound_of, true); }), "expected sound in broken, got text");
}

TEST(PlaylistPlayer, OtherShapesAreConformedToTheFirst) {
    PlaylistPlayer player({"2stereo", "3"}, sound_of, false);
    EXPECT_EQ(player.deck()->channels(), 2);
    Samples stream;
    EXPECT_EQ(play(player, 6, stream), (Sound{2, 2, 3, 3, 3, 0}));
    const AudioBuffer slow = conform({24000, 1, Sound(2400, 0.5f)}, 48000, 2);
    EXPECT_EQ(slow.length(), Samples{4800});
    EXPECT_NEAR(slow.samples[4801], 0.5f, 0.01f);
}

TEST(PlaylistPlayer, HandsStepForwardBackAndRound) {
    PlaylistPlayer player({"2", "3", "4"}, sound_of, true);
    Samples stream;
    player.step(+1);
    EXPECT_EQ(play(player, 1, stream), (Sound{3}));
    player.step(+1);
    player.step(+1);
    EXPECT_EQ(play(player, 1, stream), (Sound{2}));
    player.step(-1);
    EXPECT_EQ(play(player, 1, stream), (Sound{4}));
    EXPECT_EQ(play(player, 4, stream), (Sound{4, 4, 4, 2}));
}

}  // namespace chladni
