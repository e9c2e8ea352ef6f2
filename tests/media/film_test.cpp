#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/resource.h>

#include <cmath>
#include <csignal>
#include <string_view>

#include "engine/base/check.h"
#include "engine/media/audio_file.h"
#include "engine/media/film_reader.h"
#include "engine/media/film_writer.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

constexpr int kWidth = 64, kHeight = 48, kFrames = 48;

std::vector<std::uint8_t> grey(int level) {
    std::vector<std::uint8_t> rgba(kWidth * kHeight * 4, static_cast<std::uint8_t>(level));
    for (std::size_t i = 3; i < rgba.size(); i += 4) rgba[i] = 255;
    return rgba;
}

// Two seconds at 24 fps that grow lighter, with one click at second 1.
void write_film(const std::filesystem::path& path, const std::string& codec) {
    FilmWriter writer(path, {kWidth, kHeight, 24.0, 48000, 2, codec, 18});
    std::vector<float> sound(2 * 48000 * 2, 0.0f);
    for (int i = 0; i < 48; ++i) sound[2 * (48000 + static_cast<std::size_t>(i))] = sound[2 * (48000 + static_cast<std::size_t>(i)) + 1] = 0.8f * std::sin(0.4f * static_cast<float>(i));
    for (int i = 0; i < kFrames; ++i) {
        writer.write_frame({grey(5 * i).data(), kWidth, kHeight});
        writer.write_audio(std::span(sound).subspan(static_cast<std::size_t>(i) * 4000, 4000));
    }
    EXPECT_EQ(writer.frames_written(), kFrames);
    writer.finish();
}

// What malloc gives comes filled with another byte than 0, so that whoever reads what nobody wrote is found out.
class FilledMemory {
public:
    explicit FilledMemory(int byte) {
        mallopt(M_PERTURB, byte);
        mallopt(M_MMAP_THRESHOLD, 32 << 20);  // larger pieces come from the kernel, as zeros
    }
    ~FilledMemory() { mallopt(M_PERTURB, 0); }
};

constexpr int kDriftWidth = 192, kDriftHeight = 112;  // a width at which H.264 was coded by chance

// A soft pattern that drifts, with a spot that jumps: something to search for in every block.
std::vector<std::uint8_t> drift(int frame) {
    std::vector<std::uint8_t> rgba;
    for (int y = 0; y < kDriftHeight; ++y)
        for (int x = 0; x < kDriftWidth; ++x) {
            const double spot = std::hypot(x - 37 * frame % kDriftWidth, y - 23 * frame % kDriftHeight) < 20 ? 60 : 0;
            for (int c = 0; c < 3; ++c) rgba.push_back(static_cast<std::uint8_t>(100 + spot + 50 * std::sin(0.002 * x * y + 0.4 * frame + c) + 40 * std::sin(0.3 * y - 0.2 * frame)));
            rgba.push_back(255);
        }
    return rgba;
}

std::vector<std::size_t> hashes_of(const std::filesystem::path& path) {
    FilmReader reader(path);
    std::vector<std::size_t> hashes;
    while (const auto picture = reader.next())
        hashes.push_back(std::hash<std::string_view>()({reinterpret_cast<const char*>(picture->rgba), kDriftWidth * kDriftHeight * 4}));
    return hashes;
}

struct Film : testing::TestWithParam<std::pair<const char*, const char*>> {
    TempFolder folder;
    std::filesystem::path path = folder.path() / (std::string("film") + GetParam().second);
};

}  // namespace

TEST_P(Film, PicturesComeBackInNumberRateAndLight) {
    write_film(path, GetParam().first);
    FilmReader reader(path);
    EXPECT_EQ(reader.width(), kWidth);
    EXPECT_NEAR(reader.frame_rate(), 24.0, 1e-6);
    int count = 0;
    while (const auto picture = reader.next()) {
        EXPECT_NEAR(picture->rgba[4 * (kWidth * 20 + 30)], 5 * count, 4) << count;
        ++count;
    }
    EXPECT_EQ(count, kFrames);
}

TEST_P(Film, SoundBeginsWithThePicture) {
    write_film(path, GetParam().first);
    const AudioBuffer sound = load_audio_file(path);
    EXPECT_NEAR(sound.duration().value, 2.0, 1.0 / 24);
    const std::vector<float> mono = mono_of(sound);
    std::size_t loudest = 0;
    for (std::size_t i = 0; i < mono.size(); ++i)
        if (std::abs(mono[i]) > std::abs(mono[loudest])) loudest = i;
    EXPECT_NEAR(static_cast<double>(loudest), 48004.0, 48.0);
}

// The same pictures are the same film, whatever lay in memory before.
TEST_P(Film, PicturesAreCodedAlikeEveryTime) {
    std::vector<std::size_t> first;
    for (const int byte : {1, 77, 128, 240, 255}) {
        {
            const FilledMemory memory(byte);
            FilmWriter writer(path, {kDriftWidth, kDriftHeight, 24.0, 0, 0, GetParam().first, 18});
            for (int i = 0; i < kFrames; ++i) writer.write_frame({drift(i).data(), kDriftWidth, kDriftHeight});
            writer.finish();
        }
        const std::vector<std::size_t> hashes = hashes_of(path);
        ASSERT_EQ(hashes.size(), static_cast<std::size_t>(kFrames));
        if (first.empty()) first = hashes;
        EXPECT_EQ(hashes, first) << byte;
    }
}

INSTANTIATE_TEST_SUITE_P(Codecs, Film, testing::Values(std::pair("h264", ".mp4"), std::pair("vp9", ".webm"), std::pair("prores", ".mov")),
                         [](const auto& row) { return row.param.first; });

TEST(FilmWriter, WithoutFinishNothingIsLeft) {
    const TempFolder folder;
    {
        FilmWriter writer(folder.path() / "a.mp4", {kWidth, kHeight, 24.0});
        writer.write_frame({grey(9).data(), kWidth, kHeight});
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(FilmWriter, RefusesSizesRatesCodecsAndNamesThatItCannotMake) {
    const TempFolder folder;
    EXPECT_THROW(FilmWriter(folder.path() / "a.mp4", {63, 48, 24.0}), UsageError);
    EXPECT_THROW(FilmWriter(folder.path() / "a.mp4", {64, 48, 0.0}), UsageError);
    EXPECT_THROW(FilmWriter(folder.path() / "a.txt", {64, 48, 24.0}), UsageError);
    EXPECT_THROW(FilmWriter(folder.path() / "a.mp4", {64, 48, 24.0, 0, 0, "divx"}), UsageError);
    EXPECT_THROW(FilmWriter("/nowhere/a.mp4", {64, 48, 24.0}), Error);
}

namespace {

// No file may grow beyond `bytes` while this lives: to a writer that is a full disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit small{bytes, before_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
    }
    ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

private:
    rlimit before_{};
};

constexpr int kNoisy = 256;

// Noise, which no codec makes small, until the disk is full.
void fill_with_noise(FilmWriter& writer, int frames) {
    std::vector<std::uint8_t> noise(kNoisy * kNoisy * 4);
    std::uint32_t state = 1;
    for (int i = 0; i < frames; ++i) {
        for (auto& byte : noise) byte = static_cast<std::uint8_t>((state = state * 1664525u + 1013904223u) >> 24);
        writer.write_frame({noise.data(), kNoisy, kNoisy});
    }
}

}  // namespace

TEST(FilmWriter, AFullDiskIsOneSentenceAndLeavesNothing) {
    const TempFolder folder;
    const FullDisk disk(20000);
    std::string said;
    try {
        FilmWriter writer(folder.path() / "a.mp4", {kNoisy, kNoisy, 24.0, 0, 0, "h264", 0});
        fill_with_noise(writer, 20);
        writer.finish();
    } catch (const Error& error) {
        said = error.what();
    }
    EXPECT_NE(said.find("expected"), std::string::npos) << said;
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(FilmWriter, AFilmInFragmentsThatAFullDiskCutsShortStillPlays) {
    const TempFolder folder;
    const std::filesystem::path path = folder.path() / "a.mp4";
    {
        const FullDisk disk(8'000'000);
        FilmWriter writer(path, {kNoisy, kNoisy, 24.0, 0, 0, "h264", 10, true});
        EXPECT_THROW(fill_with_noise(writer, 500), Error);
        writer.keep();
    }
    FilmReader reader(path);
    int count = 0;
    while (reader.next()) ++count;
    EXPECT_GT(count, 24);
}

}  // namespace chladni
