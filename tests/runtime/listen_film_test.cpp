#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

#include "engine/base/check.h"
#include "engine/media/audio_file.h"
#include "engine/runtime/listen_film.h"
#include "tests/runtime/click_film.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

ListenReport listen(const std::filesystem::path& film, bool against_chance = false, std::uint64_t seed = 1) {
    ListenRequest request;
    request.film = film;
    request.settings.against_chance = against_chance;
    request.settings.seed = seed;
    return listen_to_film(request);
}

ListenReport listen_to(const ClickFilm& film) {
    const TempFolder folder;
    write_click_film(folder.path() / "film.mp4", film);
    return listen(folder.path() / "film.mp4");
}

double lag_ms(const ListenReport& report) { return 1e3 * report.agreement.pairs.pairs[report.agreement.pairs.timed.value()].peak.lag_s; }

const Standing& standing_in(const ListenReport& report) { return report.agreement.pairs.largest.standing; }

// What a report says of a film in which there is nothing to compare.
void expect_nothing(const ListenReport& report) {
    EXPECT_EQ(standing_in(report).z, 0.0);
    EXPECT_EQ(standing_in(report).p, 1.0);
    EXPECT_FALSE(report.agreement.pairs.timed.has_value());
    EXPECT_EQ(report.agreement.beats.alignment.both, 0.0);
    for (const PairAgreement& pair : report.agreement.pairs.pairs) EXPECT_TRUE(std::isfinite(pair.peak.r) && pair.standing.p == 1.0);
}

struct Offset {
    double frame_rate, offset_s;
    const char* ending = ".mp4";
};

struct ListenToOffset : testing::TestWithParam<Offset> {};

}  // namespace

TEST_P(ListenToOffset, FindsItWithinFiveMilliseconds) {
    const TempFolder folder;
    const auto path = folder.path() / (std::string("film") + GetParam().ending);
    ClickFilm film{GetParam().frame_rate, 30.0, uneven_frames(GetParam().frame_rate, 30.0, 3), {}};
    film.clicks_s = later(film.flashes_s, -GetParam().offset_s);
    write_click_film(path, film);
    const ListenReport report = listen(path);
    RecordProperty("lag_ms", std::to_string(lag_ms(report)));
    RecordProperty("z", std::to_string(standing_in(report).z));
    EXPECT_NEAR(lag_ms(report), 1e3 * GetParam().offset_s, 5.0);
    EXPECT_NEAR(report.frame_rate, GetParam().frame_rate, 0.05);
    EXPECT_GT(standing_in(report).z, 6.0);
    EXPECT_DOUBLE_EQ(standing_in(report).p, 1.0 / (1.0 + static_cast<double>(report.agreement.null.shifts_s.size())));
    EXPECT_GT(report.agreement.other_tempi.standing.z, 6.0);
}

// In .mkv the encoder's silence before the first sample stays, and the pictures begin 21 ms late: the file's times say so.
INSTANTIATE_TEST_SUITE_P(Offsets, ListenToOffset,
                         testing::Values(Offset{24, 0}, Offset{24, 0.04}, Offset{24, -0.12}, Offset{25, 0}, Offset{25, 0.04}, Offset{25, -0.12},
                                         Offset{30, 0}, Offset{30, 0.04}, Offset{30, -0.12}, Offset{24, 0.04, ".mkv"}));

TEST(ListenToFilm, WithTheSoundTurnedAStrongAgreementIsGone) {
    const TempFolder folder;
    ClickFilm film{24.0, 60.0, uneven_frames(24.0, 60.0, 3), {}};
    film.clicks_s = film.flashes_s;
    write_click_film(folder.path() / "film.mp4", film);
    EXPECT_GT(standing_in(listen(folder.path() / "film.mp4")).z, 6.0);
    for (const std::uint64_t seed : {1, 2, 3}) {
        const ListenReport report = listen(folder.path() / "film.mp4", true, seed);
        EXPECT_LT(std::abs(standing_in(report).z), 3.5) << seed;
        EXPECT_GT(standing_in(report).p, 0.02) << seed;
    }
}

TEST(ListenToFilm, WithTheSoundOfAnotherFilmThereIsNone) {
    const TempFolder folder;
    write_click_film(folder.path() / "film.mp4", {24.0, 60.0, uneven_frames(24.0, 60.0, 3), uneven_frames(24.0, 60.0, 4)});
    save_audio_file(folder.path() / "other.wav", {48000, 1, click_sound({24.0, 60.0, {}, uneven_frames(24.0, 60.0, 5)}, 48000)});
    ListenRequest request;
    request.film = folder.path() / "film.mp4";
    for (const char* audio : {"", "other.wav"}) {
        request.audio = *audio ? (folder.path() / audio).string() : "";
        const ListenReport report = listen_to_film(request);
        EXPECT_LT(std::abs(standing_in(report).z), 2.5) << audio;
        EXPECT_GT(standing_in(report).p, 0.03) << audio;
        EXPECT_GT(report.agreement.other_tempi.standing.p, 0.03) << audio;
    }
}

TEST(ListenToFilm, TheSoundOfAnotherFileBeginsWithTheFirstPicture) {
    const TempFolder folder;
    ClickFilm film{24.0, 30.0, uneven_frames(24.0, 30.0, 3), {}, false};
    write_click_film(folder.path() / "film.mkv", film);
    film.clicks_s = later(film.flashes_s, 0.06);
    save_audio_file(folder.path() / "sound.wav", {48000, 1, click_sound(film, 48000)});
    ListenRequest request;
    request.film = folder.path() / "film.mkv";
    request.audio = folder.path() / "sound.wav";
    EXPECT_NEAR(lag_ms(listen_to_film(request)), -60.0, 5.0);
}

TEST(ListenToFilm, WhatHappensInOneCornerCounts) {
    ClickFilm film{24.0, 30.0, uneven_frames(24.0, 30.0, 3), {}};
    film.clicks_s = film.flashes_s;
    film.part = 0.2;
    const ListenReport report = listen_to(film);
    EXPECT_GT(standing_in(report).z, 6.0);
    EXPECT_NEAR(lag_ms(report), 0.0, 5.0);
}

TEST(ListenToFilm, SilenceAndStillPicturesAgreeWithNothing) {
    expect_nothing(listen_to({24.0, 10.0, uneven_frames(24.0, 10.0, 3), {}}));
    expect_nothing(listen_to({24.0, 10.0, {}, uneven_frames(24.0, 10.0, 3)}));
    expect_nothing(listen_to({24.0, 10.0, {}, {}}));
}

TEST(ListenToFilm, WhatIsNoFilmWithSoundIsOneSentence) {
    const TempFolder folder;
    const auto file = [&](const char* name) { return folder.path() / name; };
    write_click_film(file("mute.mp4"), {24.0, 3.0, {1.0}, {}, false});
    write_click_film(file("short.mp4"), {24.0, 1.0, {0.5}, {0.5}});
    save_audio_file(file("sound.wav"), {48000, 1, std::vector<float>(3 * 48000, 0.1f)});
    std::ofstream(file("empty.mp4")).flush();
    std::ofstream(file("text.mp4")) << "no film at all, only words and words and words";
    const auto said = [&](const char* name) { return complaint([&] { listen(file(name)); }); };
    EXPECT_EQ(said("mute.mp4"), "expected sound in '" + file("mute.mp4").string() + "', found none");
    EXPECT_EQ(said("sound.wav"), "expected pictures in '" + file("sound.wav").string() + "', found none");
    EXPECT_EQ(said("short.mp4"), "expected at least 2 s with both pictures and sound, got 1.0 s");
    for (const char* name : {"missing.mp4", "empty.mp4", "text.mp4"}) EXPECT_EQ(said(name).rfind("expected a film", 0), 0u) << said(name);
}

}  // namespace chladni
