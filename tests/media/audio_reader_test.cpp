#include "engine/media/audio_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/media/audio_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/wav_bytes.h"

namespace chladni {

namespace {

std::vector<float> ramp(std::size_t samples) {
    std::vector<float> values;
    for (std::size_t i = 0; i < samples; ++i) values.push_back(0.9f * std::sin(0.01f * static_cast<float>(i)));
    return values;
}

}  // namespace

TEST(AudioReader, ItsPiecesAreTheFile) {
    const TempFolder folder;
    const auto path = folder.path() / "a.wav";
    const std::vector<float> written = ramp(8 * 30000);
    write_file_atomically(path, wav_bytes(written, 8, 192000));
    AudioReader reader(path);
    EXPECT_EQ(reader.channels(), 8);
    EXPECT_EQ(reader.sample_rate(), 192000);
    std::vector<float> read;
    std::size_t pieces = 0;
    for (auto piece = reader.next(); !piece.empty(); piece = reader.next(), ++pieces) {
        EXPECT_EQ(piece.size() % 8, 0u);
        EXPECT_LE(piece.size(), written.size() / 2);  // never the whole of it
        read.insert(read.end(), piece.begin(), piece.end());
    }
    EXPECT_GT(pieces, 2u);
    EXPECT_EQ(read, written);
    EXPECT_EQ(load_audio_file(path).samples, written);
    EXPECT_TRUE(reader.next().empty());  // the end stays the end
}

TEST(AudioReader, WhatIsNoNumberIsSilence) {
    const TempFolder folder;
    const auto path = folder.path() / "a.wav";
    std::vector<float> samples = ramp(1000);
    samples[10] = std::numeric_limits<float>::quiet_NaN();
    samples[20] = -std::numeric_limits<float>::infinity();
    write_file_atomically(path, wav_bytes(samples, 1, 8000));
    const AudioBuffer read = load_audio_file(path);
    ASSERT_EQ(read.samples.size(), 1000u);
    EXPECT_EQ(read.samples[10], 0.0f);
    EXPECT_EQ(read.samples[20], 0.0f);
    EXPECT_EQ(read.samples[30], samples[30]);
}

TEST(AudioReader, WhatIsMissingInTheMiddleIsSilenceAndTheRestComesWhenItShould) {
    const TempFolder folder;
    std::vector<float> sound = ramp(4 * 48000);
    for (std::size_t i = 168000; i < 168010; ++i) sound[i] = -1.0f;  // at 3.5 s
    save_audio_file(folder.path() / "a.flac", {48000, 1, sound});
    std::string bytes = read_text_file(folder.path() / "a.flac");
    for (std::size_t i = bytes.size() / 2; i < bytes.size() / 2 + bytes.size() / 10; ++i) bytes[i] = static_cast<char>(i * 37);
    write_file_atomically(folder.path() / "b.flac", bytes);
    const AudioBuffer read = load_audio_file(folder.path() / "b.flac");
    ASSERT_EQ(read.samples.size(), sound.size());
    EXPECT_LT(read.samples[168005], -0.99f);
    EXPECT_GT(std::ranges::count(read.samples, 0.0f), 4000);
    for (std::size_t i = 0; i < 48000; ++i) ASSERT_NEAR(read.samples[i], sound[i], 2.0 / 32768) << i;
}

}  // namespace chladni
