#include "engine/runtime/film_clips.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "engine/base/atomic_file.h"
#include "engine/runtime/cover.h"
#include "engine/runtime/film_scan.h"
#include "tests/runtime/film_maker.h"
#include "tests/support/complaint.h"
#include "tests/support/delayed_sound.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

constexpr ClipFormat kSmall{25, 48, 32, 24.0, 16000.0};

std::vector<FilmClip> clips_of(const std::filesystem::path& film, const ClipFormat& format = kSmall) {
    const FilmIndex index = scan_film(film, {}, {}).value();
    const std::vector<double> begins = clip_begins(index.stretches, format.frames, format.frame_rate);
    std::vector<FilmClip> clips;
    EXPECT_TRUE(cut_film(film, index, format, begins, {}, [&](std::size_t i, FilmClip&& clip) {
        EXPECT_EQ(i, clips.size());
        clips.push_back(std::move(clip));
        return true;
    }));
    EXPECT_EQ(clips.size(), begins.size());
    return clips;
}

std::vector<std::uint8_t> flat(int level) { return std::vector<std::uint8_t>(96 * 64 * 4, static_cast<std::uint8_t>(level)); }

double light(const FilmClip& clip, std::size_t frame) {
    const auto* from = clip.rgb.data() + frame * clip.bytes_per_frame();
    return std::accumulate(from, from + clip.bytes_per_frame(), 0.0) / static_cast<double>(clip.bytes_per_frame());
}

double first_light_s(const FilmClip& clip) {
    std::size_t frame = 0;
    while (frame < clip.frames() && light(clip, frame) < 200) ++frame;
    return static_cast<double>(frame) / clip.frame_rate;
}

double first_sound_s(const FilmClip& clip) {
    const auto loud = std::ranges::find_if(clip.mono, [](float s) { return std::abs(s) > 0.2f; });
    return static_cast<double>(loud - clip.mono.begin()) / clip.sample_rate;
}

int red_at(const FilmClip& clip, std::size_t frame, int x, int y) {
    return clip.rgb[frame * clip.bytes_per_frame() + static_cast<std::size_t>(y * clip.width + x) * 3];
}

struct FilmClips : testing::Test {
    TempFolder folder;
    std::filesystem::path path = folder.path() / "film.mp4";
};

struct Rate {
    double frame_rate;
    const char *codec, *extension;
};
struct FilmClipsAt : FilmClips, testing::WithParamInterface<Rate> {};

}  // namespace

TEST_P(FilmClipsAt, PictureAndSoundStayTogether) {
    path.replace_extension(GetParam().extension);
    const double rate = GetParam().frame_rate;
    const std::vector<int> flashes{static_cast<int>(0.4 * rate), static_cast<int>(1.8 * rate), static_cast<int>(2.6 * rate)};
    std::vector<double> times_s;
    for (const int flash : flashes) times_s.push_back(flash / rate);
    make_film(path, {.frames = static_cast<int>(3.3 * rate), .frame_rate = rate, .codec = GetParam().codec,
                     .picture = [&](int i) { return std::ranges::any_of(flashes, [&](int f) { return i >= f && i < f + rate / 10; }) ? flat(250) : PaintedScene(1).rgba(96, 64, 0.1 * i, 0, {0.5, 0.5, 0.5}); },
                     .sound = clicks_at(times_s)});
    const std::vector<FilmClip> clips = clips_of(path);
    ASSERT_EQ(clips.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        const double flash_s = times_s[i] - static_cast<double>(i) * 25 / 24;
        EXPECT_EQ(clips[i].frames(), 25u);
        EXPECT_EQ(clips[i].mono.size(), 16667u);
        EXPECT_NEAR(first_light_s(clips[i]), flash_s, 1.0 / 24) << i;
        EXPECT_NEAR(first_sound_s(clips[i]), flash_s, 1e-3) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Rates, FilmClipsAt,
                         testing::Values(Rate{24, "h264", ".mp4"}, Rate{25, "h264", ".mp4"}, Rate{30, "h264", ".mp4"}, Rate{30000.0 / 1001, "h264", ".mkv"},
                                         Rate{50, "h264", ".mp4"}, Rate{24, "prores", ".mov"}));

TEST_F(FilmClips, ManyFramesPerPictureAndManyPicturesPerFrame) {
    for (const double rate : {12.0, 60.0}) {
        make_film(path, {.frames = static_cast<int>(3 * rate), .frame_rate = rate, .picture = [&](int i) { return flat(static_cast<int>(40 + 60 * i / rate)); }});
        const FilmClip clip = clips_of(path).at(1);
        for (std::size_t i = 0; i < 25; ++i) EXPECT_NEAR(light(clip, i), 40 + 60 * static_cast<double>(25 + i) / 24, 5 + 30 / rate) << rate << " " << i;
    }
}

TEST_F(FilmClips, AFilmOfTheSameRateGivesEachPictureOnce) {
    make_film(path, {.frames = 50, .picture = [](int i) { return flat(20 + 4 * i); }});
    const std::vector<FilmClip> clips = clips_of(path);
    ASSERT_EQ(clips.size(), 2u);
    for (std::size_t i = 0; i < 50; ++i) EXPECT_NEAR(light(clips[i / 25], i % 25), 20.0 + 4 * static_cast<double>(i), 1.9) << i;
}

TEST_F(FilmClips, NoClipShowsTwoScenes) {
    make_film(path, {.frames = 160, .frame_rate = 30, .picture = [](int i) { return PaintedScene(i < 70 ? 1 : 2).rgba(96, 64, 0, 0, i < 70 ? std::array{1.0, 0.1, 0.1} : std::array{0.1, 0.1, 1.0}); }});
    const std::vector<FilmClip> clips = clips_of(path);
    ASSERT_EQ(clips.size(), 4u);  // 2.33 s and 3 s hold two each
    for (std::size_t i = 0; i < clips.size(); ++i)
        for (std::size_t f = 0; f < 25; ++f) EXPECT_NEAR(light(clips[i], f), light(clips[i < 2 ? 0 : 2], 0), 1.0) << i << " " << f;
}

TEST_F(FilmClips, SoundThatBeginsAfterThePicturesDoesSoInTheClip) {
    make_film(path, {.frames = 48, .picture = [](int i) { return i == 30 ? flat(250) : flat(60); }, .sound = clicks_at({0.5})});
    write_file_atomically(path, DelayedSound(read_text_file(path), 250).film());
    EXPECT_NEAR(first_sound_s(clips_of(path).at(0)), 0.75, 1e-3);
}

TEST_F(FilmClips, WithoutSoundAClipIsSilentAndAsLong) {
    make_film(path, {.frames = 30});
    const FilmClip clip = clips_of(path).at(0);
    EXPECT_EQ(clip.mono, std::vector<float>(16667, 0.0f));
    EXPECT_TRUE(clip.beats_s.empty());
}

TEST_F(FilmClips, BeatsCountFromTheFirstFrame) {
    make_film(path, {.frames = 75});
    FilmIndex index = scan_film(path, {}, {}).value();
    index.beats_s = {0.5, 1.0, 1.5, 2.0, 2.5};
    std::vector<std::vector<double>> beats;
    cut_film(path, index, kSmall, std::vector<double>{0.0, 1.25}, {}, [&](std::size_t, FilmClip&& clip) { beats.push_back(clip.beats_s); return true; });
    EXPECT_EQ(beats, (std::vector<std::vector<double>>{{0.5, 1.0}, {0.25, 0.75}}));
}

TEST_F(FilmClips, APortraitFilmIsCutAroundItsMiddle) {
    make_film(path, {.frames = 30, .width = 64, .height = 128, .picture = [](int) {
        std::vector<std::uint8_t> rgba;
        for (int y = 0; y < 128; ++y)
            for (int x = 0; x < 64; ++x) rgba.insert(rgba.end(), {static_cast<std::uint8_t>(2 * y), static_cast<std::uint8_t>(3 * x), 90, 255});
        return rgba;
    }});
    const FilmClip clip = clips_of(path, {25, 32, 32, 24.0, 16000.0}).at(0);  // 64 x 128 becomes 32 x 64, rows 16 to 47 stay
    for (const int y : {0, 15, 31}) EXPECT_NEAR(red_at(clip, 0, 16, y), 2 * (2 * (y + 16) + 0.5), 8) << y;
}

TEST_F(FilmClips, SkippedClipsChangeNothingOfTheOthers) {
    make_film(path, {.frames = 120, .picture = [](int i) { return PaintedScene(1).rgba(96, 64, 2.0 * i); }, .sound = [](std::int64_t s) { return 0.3f * std::sin(1e-7f * static_cast<float>(s) * static_cast<float>(s)); }});
    const std::vector<FilmClip> all = clips_of(path);
    ASSERT_EQ(all.size(), 4u);
    const FilmIndex index = scan_film(path, {}, {}).value();
    const std::vector<double> begins = clip_begins(index.stretches, 25, 24);
    cut_film(path, index, kSmall, std::vector<double>{begins[1], begins[3]}, {}, [&](std::size_t i, FilmClip&& clip) {
        EXPECT_EQ(clip.rgb, all[2 * i + 1].rgb);
        EXPECT_EQ(clip.mono, all[2 * i + 1].mono);
        return true;
    });
}

TEST_F(FilmClips, TheTakerEndsItAndAShorterFilmIsToldOf) {
    make_film(path, {.frames = 75});
    const FilmIndex index = scan_film(path, {}, {}).value();
    int taken = 0;
    EXPECT_FALSE(cut_film(path, index, kSmall, std::vector<double>{0.0, 1.25}, {}, [&](std::size_t, FilmClip&&) { ++taken; return false; }));
    EXPECT_EQ(taken, 1);
    EXPECT_NE(complaint([&] { cut_film(path, index, kSmall, std::vector<double>{9.0}, {}, [](std::size_t, FilmClip&&) { return true; }); }).find("it is shorter"), std::string::npos);
}

TEST(Cover, FillsTheFormatWithAsLittleLossAsPossible) {
    const Cover wide = Cover::of(1920, 1080, 1, 768, 512);
    EXPECT_EQ(wide.width, 910);
    EXPECT_EQ(wide.height, 512);
    EXPECT_EQ(wide.left, 71);
    EXPECT_EQ(wide.top, 0);
    const Cover stretched = Cover::of(720, 576, 16.0 / 11, 704, 384);  // pixels that are no squares
    EXPECT_EQ(stretched.width, 704);
    EXPECT_EQ(stretched.height, 387);
    EXPECT_NEAR(Cover::of(64, 64, 1, 256, 128).scale, 4.0, 1e-9);
}

}  // namespace chladni
