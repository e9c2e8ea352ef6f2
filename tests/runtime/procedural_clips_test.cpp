#include "engine/runtime/procedural_clips.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <thread>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/looks/caption.h"
#include "engine/looks/look.h"
#include "engine/looks/palette.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

ProceduralClipsOptions small(bool held_back = false) {
    ProceduralClipsOptions options;
    options.width = 64;
    options.height = 36;
    options.frames = 25;
    options.held_back = held_back;
    options.song_s = 8;
    return options;
}

bool same(const FilmClip& a, const FilmClip& b) {
    return a.rgb == b.rgb && a.mono == b.mono && a.caption == b.caption && a.beats_s == b.beats_s;
}

TEST(ProceduralClips, HasFramesSoundBeatsAndCaption) {
    const ProceduralClips clips(small());
    const FilmClip clip = clips.make(3);
    EXPECT_EQ(clip.frames(), 25u);
    EXPECT_EQ(clip.mono.size(), 16667u);  // 25/24 s
    EXPECT_EQ(clip.sample_rate, 16000.0);
    EXPECT_EQ(look_named_in(clip.caption), clips.label(3).look);
    EXPECT_EQ(palette_named_in(clip.caption), clips.label(3).palette);
    for (const double beat_s : clip.beats_s) EXPECT_TRUE(beat_s >= 0 && beat_s < 25.0 / 24.0);
}

TEST(ProceduralClips, TheSameNumberIsTheSameClip) {
    const ProceduralClips clips(small()), again(small());
    const FilmClip seventh = clips.make(7);
    clips.make(15);
    EXPECT_TRUE(same(seventh, clips.make(7)));
    EXPECT_TRUE(same(seventh, again.make(7)));
    EXPECT_FALSE(same(seventh, clips.make(8)));
}

TEST(ProceduralClips, SeveralThreadsMakeWhatOneMakes) {
    const ProceduralClips clips(small()), alone(small());
    std::vector<FilmClip> made(4);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < 4; ++i) threads.emplace_back([&, i] { made[i] = clips.make(8 * i); });  // one song for all
    }
    for (std::size_t i = 0; i < 4; ++i) EXPECT_TRUE(same(made[i], alone.make(8 * i)));
}

TEST(ProceduralClips, SixtyFourInARowHaveEveryLookInEveryPalette) {
    const ProceduralClips clips(small());
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (std::uint64_t n = 64; n < 128; ++n) pairs.insert({clips.label(n).look, clips.label(n).palette});
    EXPECT_EQ(pairs.size(), looks().size() * palettes().size());
}

TEST(ProceduralClips, NeighboursHaveOtherSongs) {
    const ProceduralClips clips(small());
    for (std::uint64_t n = 0; n < 300; ++n) EXPECT_NE(clips.label(n).song, clips.label(n + 1).song);
    EXPECT_EQ(clips.label(0).song, clips.label(8).song);
    EXPECT_NE(clips.label(0).song, clips.label(160).song);
}

TEST(ProceduralClips, HeldBackOnesAreOthers) {
    const ProceduralClips clips(small()), held(small(true));
    EXPECT_NE(clips.make(5).mono, held.make(5).mono);
    EXPECT_NE(clips.make(5).rgb, held.make(5).rgb);
}

double luma_of(const FilmClip& clip, std::size_t frame) {
    double sum = 0;
    for (std::size_t i = 0; i < clip.bytes_per_frame(); i += 3) {
        const std::uint8_t* p = &clip.rgb[frame * clip.bytes_per_frame() + i];
        sum += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    }
    return sum / (static_cast<double>(clip.bytes_per_frame()) / 3) / 255;
}

double level_of(const FilmClip& clip, double from_s, double to_s) {
    double sum = 0;
    const auto begin = static_cast<std::size_t>(from_s * clip.sample_rate), end = static_cast<std::size_t>(to_s * clip.sample_rate);
    for (std::size_t i = begin; i < end; ++i) sum += static_cast<double>(clip.mono[i]) * clip.mono[i];
    return std::sqrt(sum / static_cast<double>(end - begin));
}

TEST(ProceduralClips, ThePictureLightsUpWhereTheSoundStrikes) {
    ProceduralClipsOptions options = small();
    options.frames = 97;
    const ProceduralClips clips(options);
    int pulses = 0, struck = 0;
    for (std::uint64_t n = 0; n < 8; ++n) {
        const FilmClip clip = clips.make(n);
        for (std::size_t k = 2; k + 2 < clip.frames(); ++k) {
            if (luma_of(clip, k) < 1.15 * luma_of(clip, k - 1)) continue;
            ++pulses;
            const double at_s = static_cast<double>(k) / 24.0;
            struck += level_of(clip, at_s, at_s + 0.06) > 1.15 * level_of(clip, at_s - 0.06, at_s);
        }
    }
    EXPECT_GT(pulses, 15);
    EXPECT_GT(struck, 0.8 * pulses);
}

TEST(ProceduralClips, AFolderOfBadSongsLeavesTheMusician) {
    const TempFolder folder;
    for (const char* name : {"a.WAV", "b.flac"}) write_file_atomically(folder.path() / name, "words, and no sound");
    write_file_atomically(folder.path() / "b.score.json", "{");
    ProceduralClipsOptions options = small();
    options.songs = folder.path();
    const ProceduralClips clips(options);
    for (std::uint64_t i = 0; i < 16; ++i) EXPECT_EQ(clips.make(i).frames(), 25u) << i;
    options.held_back = true;
    EXPECT_EQ(ProceduralClips(options).make(0).frames(), 25u) << "without a folder of songs held back";
    EXPECT_NE(clips.songs(), ProceduralClips(small()).songs()) << "other songs by number";
}

TEST(ProceduralClips, SaysWhichFolderItExpected) {
    ProceduralClipsOptions options = small();
    options.songs = "/nowhere/songs";
    EXPECT_THROW(ProceduralClips{options}, Error);
}

}  // namespace
}  // namespace chladni
