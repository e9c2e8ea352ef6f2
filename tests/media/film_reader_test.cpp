#include "engine/media/film_reader.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/media/audio_reader.h"
#include "engine/media/film_writer.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

constexpr int kWidth = 64, kHeight = 48;

// Left half dark, right half light; lines of one px of black and white in the upper half.
std::vector<std::uint8_t> halves() {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < kHeight; ++y)
        for (int x = 0; x < kWidth; ++x) {
            const auto level = static_cast<std::uint8_t>(y < kHeight / 2 ? 255 * (y % 2) : x < kWidth / 2 ? 40 : 200);
            rgba.insert(rgba.end(), {level, level, level, 255});
        }
    return rgba;
}

void write_film(const std::filesystem::path& path, int frames, double frame_rate = 24.0) {
    FilmWriter writer(path, {kWidth, kHeight, frame_rate, 48000, 1, "h264", 4});
    const std::vector<float> sound(static_cast<std::size_t>(48000 / frame_rate), 0.1f);
    for (int i = 0; i < frames; ++i) {
        writer.write_frame({halves().data(), kWidth, kHeight});
        writer.write_audio(sound);
    }
    writer.finish();
}

int level_at(const PictureView& picture, int x, int y) { return picture.rgba[4 * (picture.width * y + x)]; }

// The matrix of the first track that a camera held on its side writes: a quarter turn clockwise makes it upright.
std::string on_its_side(std::string mp4) {
    const std::size_t matrix = mp4.find("tkhd") + 44;
    const char turn[36] = {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, '\xff', '\xff', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                           0, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0};
    return mp4.replace(matrix, sizeof turn, turn, sizeof turn);
}

int count_pictures(FilmReader& reader) {
    int count = 0;
    while (reader.advance()) ++count;
    return count;
}

struct FilmReading : testing::Test {
    TempFolder folder;
    std::filesystem::path path = folder.path() / "film.mp4";
};

}  // namespace

TEST_F(FilmReading, PicturesAreMadeSmallerByTheMeanOfTheirPixels) {
    write_film(path, 2);
    FilmReader reader(path);
    reader.resize(16, 12);
    const auto picture = reader.next();
    ASSERT_EQ(picture->width, 16);
    ASSERT_EQ(picture->height, 12);
    EXPECT_NEAR(level_at(*picture, 8, 2), 127, 6);
    EXPECT_NEAR(level_at(*picture, 2, 10), 40, 4);
    EXPECT_NEAR(level_at(*picture, 13, 10), 200, 4);
}

TEST_F(FilmReading, AFilmFromACameraOnItsSideIsUpright) {
    write_film(path, 2);
    write_file_atomically(path, on_its_side(read_text_file(path)));
    FilmReader reader(path);
    EXPECT_EQ(reader.width(), kHeight);
    EXPECT_EQ(reader.height(), kWidth);
    const auto picture = reader.next();
    ASSERT_EQ(picture->width, kHeight);
    EXPECT_NEAR(level_at(*picture, 4, 8), 40, 8);    // was below on the left
    EXPECT_NEAR(level_at(*picture, 4, 56), 200, 8);  // was below on the right
    reader.resize(24, 32);
    EXPECT_EQ(reader.next()->height, 32);
}

TEST_F(FilmReading, TimesAreThoseOfTheFileAndTheSoundBeginsWithThem) {
    write_film(path, 30, 30.0);
    FilmReader reader(path);
    std::vector<double> times;
    while (reader.advance()) times.push_back(reader.time_s());
    ASSERT_EQ(times.size(), 30u);
    for (std::size_t i = 0; i < times.size(); ++i) EXPECT_NEAR(times[i] - times[0], static_cast<double>(i) / 30, 1e-4);
    AudioReader sound(path);
    ASSERT_FALSE(sound.next().empty());
    EXPECT_NEAR(sound.start_s(), times[0], 1e-3);
    EXPECT_TRUE(reader.has_sound());
    EXPECT_EQ(reader.pixel_aspect(), 1.0);
}

TEST_F(FilmReading, AWholeFilmHasNoFaultsAndNothingMissing) {
    for (const char* name : {"a.mp4", "a.mkv"}) {
        write_film(folder.path() / name, 72);
        FilmReader reader(folder.path() / name);
        EXPECT_EQ(count_pictures(reader), 72);
        EXPECT_EQ(reader.faults(), 0);
        EXPECT_LT(reader.missing_s(), 0.1) << name;
    }
}

TEST_F(FilmReading, ACopyBrokenOffIsShorterThanItSays) {
    write_film(folder.path() / "a.mkv", 240);
    const std::string whole = read_text_file(folder.path() / "a.mkv");
    write_file_atomically(folder.path() / "b.mkv", whole.substr(0, whole.size() / 2));
    FilmReader reader(folder.path() / "b.mkv");
    count_pictures(reader);
    EXPECT_GT(reader.missing_s(), 2.0);
}

TEST_F(FilmReading, DamageInTheMiddleIsCounted) {
    write_film(path, 240);
    std::string bytes = read_text_file(path);
    const std::size_t middle = bytes.find("mdat") + (bytes.size() - bytes.find("mdat")) / 3;
    for (std::size_t i = middle; i < middle + 2000; ++i) bytes[i] = static_cast<char>(i * 131);
    write_file_atomically(path, bytes);
    FilmReader reader(path);
    count_pictures(reader);
    EXPECT_GT(reader.faults(), 0);
}

TEST_F(FilmReading, SeveralThreadsGiveTheSamePictures) {
    write_film(path, 48);
    FilmReader one(path), several(path, 2);
    while (const auto a = one.next()) {
        const auto b = several.next();
        ASSERT_TRUE(b);
        EXPECT_EQ(one.time_s(), several.time_s());
        EXPECT_TRUE(std::equal(a->rgba, a->rgba + 4 * kWidth * kHeight, b->rgba));
    }
    EXPECT_FALSE(several.next());
}

}  // namespace chladni
