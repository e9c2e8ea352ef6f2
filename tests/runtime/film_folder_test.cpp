#include "engine/runtime/film_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "engine/base/atomic_file.h"
#include "engine/media/audio_file.h"
#include "tests/runtime/film_maker.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

namespace fs = std::filesystem;

struct FilmFolderTest : testing::Test {
    FilmFolderTest() { fs::create_directories(films / "b"); }

    FilmFolderOptions options() const {
        FilmFolderOptions small;
        small.folder = films;
        small.clip = {25, 48, 32, 24.0, 16000.0};
        small.caption = "waves";
        return small;
    }
    FilmFolderOptions keeping(int& read) const {
        FilmFolderOptions with = options();
        with.indexes = folder.path() / "cache" / "films";
        with.progress = [&read](const std::string&, std::size_t, std::size_t) { ++read; };
        return with;
    }
    fs::path index_of(const std::string& name) const { return folder.path() / "cache" / "films" / (name + ".json"); }

    TempFolder folder;
    fs::path films = folder.path() / "films";
};

std::vector<FilmClip> all_clips(const FilmFolder& folder) {
    std::vector<FilmClip> clips;
    EXPECT_TRUE(folder.for_each_clip([](std::size_t) { return true; }, [&](std::size_t i, FilmClip&& clip) {
        EXPECT_EQ(i, clips.size());
        clips.push_back(std::move(clip));
        return true;
    }, {}));
    return clips;
}

std::string problem(const FilmFolder& folder, const std::string& name) {
    for (const FilmProblem& problem : folder.problems())
        if (problem.name == name) return problem.sentence;
    return "";
}

std::vector<std::string> names_of(const FilmFolder& folder) {
    std::vector<std::string> names;
    for (const ClipPlace& place : folder.places()) names.push_back(place.name);
    return names;
}

}  // namespace

TEST_F(FilmFolderTest, ClipsComeInTheOrderOfNamesAndOfTime) {
    make_film(films / "c.mp4", {.frames = 30});
    make_film(films / "b" / "z.mkv", {.frames = 30});
    make_film(films / "A.MP4.mov", {.frames = 55});
    const FilmFolder found(options());
    EXPECT_EQ(names_of(found), (std::vector<std::string>{"A.MP4.mov at 0.000 s", "A.MP4.mov at 1.042 s", "b/z.mkv at 0.000 s", "c.mp4 at 0.000 s"}));
    EXPECT_TRUE(found.problems().empty());
    EXPECT_TRUE(found.complete());
}

TEST_F(FilmFolderTest, TheSameFolderGivesTheSameClips) {
    make_film(films / "a.mp4", {.frames = 55, .picture = [](int i) { return PaintedScene(i < 27 ? 1 : 2).rgba(96, 64, 2.0 * i); }, .sound = clicks_at({0.2, 1.3})});
    make_film(films / "b" / "c.mp4", {.frames = 30});
    const FilmFolder one(options()), other(options());
    const std::vector<FilmClip> a = all_clips(one), b = all_clips(other);
    ASSERT_EQ(a.size(), 3u);
    for (std::size_t i = 0; i < a.size(); ++i) {
        EXPECT_EQ(a[i].rgb, b[i].rgb);
        EXPECT_EQ(a[i].mono, b[i].mono);
        EXPECT_EQ(a[i].name, b[i].name);
        EXPECT_EQ(one.places()[i].key, other.places()[i].key);
        EXPECT_EQ(one.clip(i).rgb, a[i].rgb);
        EXPECT_EQ(one.clip(i).mono, a[i].mono);
    }
}

TEST_F(FilmFolderTest, OnlyWantedClipsAreDecoded) {
    make_film(films / "a.mp4", {.frames = 80});
    make_film(films / "b.mp4", {.frames = 30});
    const FilmFolder found(options());
    fs::remove(films / "b.mp4");  // none of its clips is wanted
    std::vector<std::size_t> given;
    found.for_each_clip([](std::size_t i) { return i == 1; }, [&](std::size_t i, FilmClip&&) { given.push_back(i); return true; }, {});
    EXPECT_EQ(given, std::vector<std::size_t>{1});
    EXPECT_NE(complaint([&] { found.clip(3); }), "");
}

TEST_F(FilmFolderTest, CaptionsAreInATextBesideElseThoseOfAll) {
    for (const char* name : {"a.mp4", "b.mp4", "c.mp4", "d.mp4"}) make_film(films / name, {.frames = 25});
    write_file_atomically(films / "a.txt", "\xef\xbb\xbf\r\n  glass marbles  \r\n\r\n on a drum\r\n");
    write_file_atomically(films / "b.txt", " \n\n");
    fs::create_directory(films / "d.txt");
    std::vector<std::string> captions;
    for (const FilmClip& clip : all_clips(FilmFolder(options()))) captions.push_back(clip.caption);
    EXPECT_EQ(captions, (std::vector<std::string>{"glass marbles on a drum", "waves", "waves", "waves"}));
    FilmFolderOptions bare = options();
    bare.caption = "";
    EXPECT_EQ(FilmFolder(bare).films().at(2).caption, "");
}

TEST_F(FilmFolderTest, ACaptionInOtherBytesThanUtf8CostsItsFilmAlone) {
    for (const char* name : {"a.mp4", "b.mp4"}) make_film(films / name, {.frames = 25});
    write_file_atomically(films / "a.txt", "caf\xe9 at night");
    const FilmFolder found(options());
    EXPECT_EQ(names_of(found), std::vector<std::string>{"b.mp4 at 0.000 s"});
    EXPECT_NE(problem(found, "a.mp4").find("UTF-8"), std::string::npos) << problem(found, "a.mp4");
}

TEST_F(FilmFolderTest, AFilmThatHasChangedSinceIsPassedByAndTheOthersCome) {
    for (const char* name : {"a.mp4", "b.mp4"}) make_film(films / name, {.frames = 25});
    const FilmFolder found(options());
    write_file_atomically(films / "a.mp4", "words now");
    std::vector<std::size_t> given;
    EXPECT_TRUE(found.for_each_clip([](std::size_t) { return true; }, [&](std::size_t i, FilmClip&&) { given.push_back(i); return true; }, {}));
    EXPECT_EQ(given, std::vector<std::size_t>{1});
}

TEST_F(FilmFolderTest, WhatTheTakerThrowsComesOut) {
    make_film(films / "a.mp4", {.frames = 25});
    const FilmFolder found(options());
    EXPECT_EQ(complaint([&] { found.for_each_clip([](std::size_t) { return true; }, [](std::size_t, FilmClip&&) -> bool { throw Error("the disk is full"); }, {}); }),
              "the disk is full");
}

TEST_F(FilmFolderTest, BadFilesAreToldOfInASentenceEachAndTheRestIsUsed) {
    make_film(films / "good.mp4", {.frames = 144, .picture = [](int i) { return PaintedScene(1).rgba(96, 64, 3.0 * i); }});
    write_file_atomically(films / "text.mp4", "words, and no film");
    write_file_atomically(films / "empty.mp4", "");
    const std::string whole = read_text_file(films / "good.mp4");
    write_file_atomically(films / "short.mp4", whole.substr(0, whole.size() / 2));
    write_file_atomically(films / "shortest.mp4", whole.substr(0, 300));
    make_film(films / "small.mp4", {.frames = 30, .width = 16, .height = 16, .picture = [](int) { return PaintedScene(1).rgba(16, 16); }});
    save_audio_file(films / "sound.mkv.flac", {48000, 1, std::vector<float>(48000, 0.1f)});
    fs::rename(films / "sound.mkv.flac", films / "sound.mkv");
    const FilmFolder found(options());
    EXPECT_EQ(found.films().size(), 1u);
    ASSERT_EQ(found.problems().size(), 6u);
    EXPECT_TRUE(std::ranges::is_sorted(found.problems(), {}, &FilmProblem::name));
    for (const FilmProblem& problem : found.problems()) {
        EXPECT_TRUE(problem.sentence.starts_with("expected ")) << problem.sentence;
        EXPECT_EQ(problem.sentence.find('\n'), std::string::npos);
        EXPECT_NE(problem.sentence.find(problem.name), std::string::npos) << problem.sentence;
    }
    EXPECT_NE(problem(found, "empty.mp4").find("is empty"), std::string::npos);
    EXPECT_NE(problem(found, "short.mp4").find("cut short"), std::string::npos);
    EXPECT_NE(problem(found, "small.mp4").find("16x16"), std::string::npos);
    EXPECT_NE(problem(found, "sound.mkv").find("expected pictures"), std::string::npos);
    EXPECT_EQ(all_clips(found).size(), 5u);
}

TEST_F(FilmFolderTest, OtherFilesAndHiddenOnesArePassedOver) {
    make_film(films / "a.mp4", {.frames = 25});
    for (const char* name : {"notes.txt", "cover.jpg", ".hidden.mp4", "b/README"}) write_file_atomically(films / name, "x");
    fs::create_directory_symlink(films, films / "b" / "round");
    const FilmFolder found(options());
    EXPECT_EQ(found.size(), 1u);
    EXPECT_TRUE(found.problems().empty());
    EXPECT_EQ(found.passed_over(), 3u);
}

TEST_F(FilmFolderTest, StretchesThatAreTooShortAreCounted) {
    make_film(films / "a.mp4", {.frames = 90, .picture = [](int i) { return PaintedScene(i < 20 ? 1 : i < 60 ? 2 : 3).rgba(96, 64); }});
    const FilmFolder found(options());
    EXPECT_EQ(found.films().at(0).too_short, 1u);
    EXPECT_EQ(found.size(), 2u);
}

TEST_F(FilmFolderTest, WhatWasFoundIsKeptUntilAFilmChanges) {
    make_film(films / "b" / "a.mp4", {.frames = 30, .sound = clicks_at({0.5})});
    int read = 0;
    const FilmFolder first(keeping(read));
    const auto written = fs::last_write_time(index_of("b/a.mp4"));
    const FilmFolder second(keeping(read));
    EXPECT_EQ(fs::last_write_time(index_of("b/a.mp4")), written);
    EXPECT_EQ(names_of(first), names_of(second));
    EXPECT_EQ(all_clips(first).at(0).rgb, all_clips(second).at(0).rgb);

    std::string kept = read_text_file(index_of("b/a.mp4"));
    kept.replace(kept.find("\"pictures\": 30"), 14, "\"pictures\": 77");
    write_file_atomically(index_of("b/a.mp4"), kept);
    EXPECT_EQ(FilmFolder(keeping(read)).films().at(0).index.pictures, 77u);  // it is the kept one that is used
    make_film(films / "b" / "a.mp4", {.frames = 60});
    const FilmFolder changed(keeping(read));
    EXPECT_EQ(changed.films().at(0).index.pictures, 60u);
    EXPECT_NE(changed.places().at(0).key, first.places().at(0).key);
    EXPECT_NE(complaint([&] { first.clip(0); }).find("has changed since"), std::string::npos);
}

TEST_F(FilmFolderTest, ADamagedIndexIsWrittenAnew) {
    make_film(films / "a.mp4", {.frames = 30});
    int read = 0;
    const FilmFolder first(keeping(read));
    const std::string whole = read_text_file(index_of("a.mp4"));
    for (const std::string& content : {std::string(), std::string("{}"), std::string("[[1"), whole.substr(0, whole.size() / 2)}) {
        write_file_atomically(index_of("a.mp4"), content);
        EXPECT_EQ(names_of(FilmFolder(keeping(read))), names_of(first));
        EXPECT_EQ(read_text_file(index_of("a.mp4")), whole);
    }
}

TEST_F(FilmFolderTest, FormatsThatCannotBeAreRefused) {
    FilmFolderOptions odd = options();
    odd.clip.frames = 24;
    EXPECT_NE(complaint([&] { FilmFolder{odd}; }).find("multiple of 8 and one more"), std::string::npos);
    odd = options();
    odd.clip.width = 0;
    EXPECT_THROW(FilmFolder{odd}, UsageError);
    odd = options();
    odd.folder = films / "absent";
    EXPECT_NE(complaint([&] { FilmFolder{odd}; }).find("expected a folder of films"), std::string::npos);
    EXPECT_EQ(FilmFolder(options()).size(), 0u);
}

TEST_F(FilmFolderTest, StoppedItSaysThatItIsNotComplete) {
    make_film(films / "a.mp4", {.frames = 30});
    std::stop_source stop;
    stop.request_stop();
    FilmFolderOptions stopped = options();
    stopped.stop = stop.get_token();
    EXPECT_FALSE(FilmFolder(stopped).complete());
    EXPECT_FALSE(FilmFolder(options()).for_each_clip([](std::size_t) { return true; }, [](std::size_t, FilmClip&&) { return true; }, stop.get_token()));
}

}  // namespace chladni
