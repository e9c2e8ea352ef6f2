// A show with a file as its sound, filmed.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/media/audio_file.h"
#include "engine/media/film_reader.h"
#include "tests/runtime/clicks.h"
#include "tests/runtime/eventually.h"
#include "tests/runtime/show_rig.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

int frames_in(const std::filesystem::path& path) {
    FilmReader film(path);
    int frames = 0;
    while (film.next()) ++frames;
    return frames;
}

// Where the sound rises after 0.3 s of less, s.
std::vector<double> rises(const AudioBuffer& sound) {
    std::vector<double> times;
    const std::vector<float> mono = mono_of(sound);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        const double at_s = static_cast<double>(i) / sound.sample_rate;
        if (std::abs(mono[i]) > 0.3f && (times.empty() || at_s - times.back() > 0.3)) times.push_back(at_s);
    }
    return times;
}

void film_a_show(const std::filesystem::path& sound, const std::filesystem::path& film) {
    ShowConfig config = small_show("pattern");
    config.input = "file:" + sound.string();
    config.record = film;
    Show show(config);
    show.start_picture(nullptr, nullptr);
    EXPECT_TRUE(eventually([&] { return show.status().tempo.confidence > 0.3 && std::abs(show.status().tempo.bpm - kClicksBpm) < 1.0; }));
    EXPECT_EQ(show.status().audio.state, "running");
    EXPECT_TRUE(eventually([&] { return show.status().record.seconds > 4.0; }));
    show.stop();
    EXPECT_TRUE(noticed(show, "film written to"));
}

}  // namespace

TEST(ShowFilm, AFilmOfAShowHoldsItsPicturesAndItsUnbrokenSound) {
    for (const int rate : {48000, 44100}) {  // the second: the input's rate comes when the film is already running
        TempFolder folder;
        save_audio_file(folder.path() / "clicks.wav", clicks(rate));
        film_a_show(folder.path() / "clicks.wav", folder.path() / "film.mp4");
        const AudioBuffer sound = load_audio_file(folder.path() / "film.mp4");
        EXPECT_NEAR(sound.duration().value, frames_in(folder.path() / "film.mp4") / 30.0, 0.1);
        const std::vector<double> beats = rises(sound);
        ASSERT_GE(beats.size(), 5u);
        for (std::size_t i = 2; i < beats.size(); ++i) EXPECT_NEAR(beats[i] - beats[i - 1], 0.5, 0.01) << rate;
    }
}

TEST(ShowFilm, HandsBeginAndEndFilmsAndNothingWaitsForThem) {
    TempFolder folder;
    ShowConfig config = small_show("pattern");
    Show show(config);
    show.start_picture(nullptr, nullptr);
    for (const char* name : {"one.mp4", "two.mp4"}) {
        EXPECT_EQ(show.status().record.state, "off");
        show.record((folder.path() / name).string());
        EXPECT_TRUE(eventually([&] { return show.status().record.seconds > 0.5; }));
        show.record("");
    }
    EXPECT_EQ(show.status().record.state, "off");
    show.stop();
    EXPECT_GE(frames_in(folder.path() / "one.mp4"), 15);
    EXPECT_GE(frames_in(folder.path() / "two.mp4"), 15);
}

TEST(ShowFilm, AFilmThatCannotBeWrittenIsToldAndTheShowRuns) {
    ShowConfig config = small_show("pattern");
    config.record = "/no/such/folder/film.mp4";
    Show show(config);
    show.start_picture(nullptr, nullptr);
    EXPECT_TRUE(eventually([&] { return noticed(show, "recording ended"); }));
    EXPECT_TRUE(eventually([&] { return show.status().render.frames > 10 && show.status().record.state == "off"; }));
}

}  // namespace chladni
