#include "engine/media/audio_file.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace {

AudioBuffer sine(double seconds, int channels) {
    AudioBuffer buffer{48000, channels, {}};
    for (int i = 0; i < static_cast<int>(seconds * 48000); ++i)
        for (int c = 0; c < channels; ++c) buffer.samples.push_back(0.5f * std::sin(0.05f * static_cast<float>(i)) / static_cast<float>(c + 1));
    return buffer;
}

std::string sentence_of(const std::filesystem::path& path) {
    try {
        load_audio_file(path);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST(AudioFile, WavAndFlacComeBackSampleBySample) {
    const TempFolder folder;
    const AudioBuffer written = sine(0.5, 2);
    for (const char* name : {"a.wav", "a.flac"}) {
        save_audio_file(folder.path() / name, written);
        const AudioBuffer read = load_audio_file(folder.path() / name);
        ASSERT_EQ(read.samples.size(), written.samples.size()) << name;
        EXPECT_EQ(read.channels, 2);
        EXPECT_EQ(read.sample_rate, 48000);
        for (std::size_t i = 0; i < read.samples.size(); ++i) ASSERT_NEAR(read.samples[i], written.samples[i], 2.0 / 32768) << i;
    }
}

TEST(AudioFile, ATruncatedFileGivesWhatCouldBeRead) {
    const TempFolder folder;
    save_audio_file(folder.path() / "a.flac", sine(2.0, 1));
    const std::string whole = read_text_file(folder.path() / "a.flac");
    write_file_atomically(folder.path() / "half.flac", whole.substr(0, whole.size() / 2));
    const double seconds = load_audio_file(folder.path() / "half.flac").duration().value;
    EXPECT_GT(seconds, 0.5);
    EXPECT_LT(seconds, 1.5);
}

TEST(AudioFile, WhatIsNoSoundIsOneSentenceThatNamesTheFile) {
    const TempFolder folder;
    write_file_atomically(folder.path() / "empty.wav", "");
    write_file_atomically(folder.path() / "text.mp3", "no sound at all, only words, and a few more of them");
    for (const auto& path : {folder.path() / "absent.wav", folder.path() / "empty.wav", folder.path() / "text.mp3", folder.path()}) {
        const std::string sentence = sentence_of(path);
        EXPECT_NE(sentence.find("expected"), std::string::npos) << path;
        EXPECT_NE(sentence.find(path.string()), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('\n'), std::string::npos);
    }
}

TEST(AudioFile, DecodingStopsAtTheLimit) {
    const TempFolder folder;
    save_audio_file(folder.path() / "a.wav", sine(3.0, 1));
    EXPECT_LT(load_audio_file(folder.path() / "a.wav", 1.0).duration().value, 1.5);
}

}  // namespace chladni
