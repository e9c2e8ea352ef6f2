#include "engine/runtime/film_scan.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "tests/runtime/film_maker.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

std::vector<std::uint8_t> scene(int number, double x_px = 0) { return PaintedScene(number).rgba(96, 64, x_px); }

std::vector<std::size_t> cut_pictures(const FilmIndex& index) {
    std::vector<std::size_t> pictures;
    for (const FilmCut& cut : index.cuts) pictures.push_back(cut.picture);
    return pictures;
}

struct FilmScan : testing::Test {
    FilmIndex scan() const { return scan_film(path, {}, {}).value(); }
    std::string refusal() const { return complaint([&] { scan(); }); }

    TempFolder folder;
    std::filesystem::path path = folder.path() / "film.mp4";
};

}  // namespace

TEST_F(FilmScan, ACutIsFoundAtItsPictureAndTime) {
    for (const double frame_rate : {24.0, 30.0}) {
        make_film(path, {.frames = 90, .frame_rate = frame_rate, .picture = [](int i) { return scene(i < 37 ? 1 : 2, 0.3 * i); }});
        const FilmIndex index = scan();
        EXPECT_EQ(index.pictures, 90u);
        EXPECT_EQ(cut_pictures(index), (std::vector<std::size_t>{37}));
        EXPECT_NEAR(index.cuts.at(0).time_s, 37 / frame_rate, 1e-3);
        ASSERT_EQ(index.stretches.size(), 2u);
        EXPECT_NEAR(index.stretches[0].until_s, 36.5 / frame_rate, 1e-3);
    }
}

TEST_F(FilmScan, FlashesAndPansAreNoCuts) {
    make_film(path, {.frames = 72, .picture = [](int i) { return i % 12 == 7 ? std::vector<std::uint8_t>(96 * 64 * 4, 255) : scene(1, 0.5 * i); }});
    EXPECT_TRUE(scan().cuts.empty());
    make_film(path, {.frames = 72, .picture = [](int i) { return scene(1, 2.0 * i); }});
    EXPECT_TRUE(scan().cuts.empty());
}

TEST_F(FilmScan, BeatsAreThoseOfTheSound) {
    std::vector<double> beats;
    for (int i = 0; i < 24; ++i) beats.push_back(0.25 + 0.5 * i);
    make_film(path, {.frames = 288, .sound = clicks_at(beats)});
    const FilmIndex index = scan();
    EXPECT_TRUE(index.has_sound);
    ASSERT_GT(index.beats_s.size(), 15u);
    for (std::size_t i = 8; i < index.beats_s.size(); ++i) EXPECT_NEAR(std::remainder(index.beats_s[i] - 0.25, 0.5), 0.0, 0.03) << i;
}

TEST_F(FilmScan, WithoutSoundThereAreNoBeats) {
    make_film(path, {});
    const FilmIndex index = scan();
    EXPECT_FALSE(index.has_sound);
    EXPECT_TRUE(index.beats_s.empty());
}

TEST_F(FilmScan, WhatIsNoFilmIsOneSentence) {
    for (const std::string content : {"", "only words, and no film at all, whatever the name says"}) {
        write_file_atomically(path, content);
        EXPECT_NE(refusal().find("expected a film, '" + path.string() + "'"), std::string::npos) << refusal();
    }
    make_film(path, {.frames = 1});
    EXPECT_NE(refusal().find("expected moving pictures"), std::string::npos) << refusal();
}

TEST_F(FilmScan, ACopyCutShortIsRefusedWhateverItHolds) {
    for (const char* name : {"a.mp4", "a.mkv"}) {
        path = folder.path() / name;
        make_film(path, {.frames = 144, .picture = [](int i) { return scene(1, 3.0 * i); }, .sound = clicks_at({1.0})});
        const std::string whole = read_text_file(path);
        write_file_atomically(path, whole.substr(0, whole.size() / 2));
        EXPECT_NE(refusal().find("expected the whole of"), std::string::npos) << name << ": " << refusal();
    }
}

TEST_F(FilmScan, DamagedPicturesAreRefused) {
    make_film(path, {.frames = 144, .picture = [](int i) { return scene(1, 3.0 * i); }});
    std::string bytes = read_text_file(path);
    const std::size_t media = bytes.find("mdat"), middle = media + (bytes.size() - media) / 2;
    for (std::size_t i = middle; i < middle + 3000; ++i) bytes[i] = static_cast<char>(i * 131);
    write_file_atomically(path, bytes);
    EXPECT_NE(refusal().find("expected an undamaged film"), std::string::npos) << refusal();
}

TEST_F(FilmScan, StoppedItFindsNothing) {
    make_film(path, {});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(scan_film(path, {}, stop.get_token()));
}

}  // namespace chladni
