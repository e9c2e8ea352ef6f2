// What `chladni analyze` says of files that are hardly music, or none.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/base/atomic_file.h"
#include "engine/base/json.h"
#include "engine/media/audio_file.h"
#include "engine/media/film_writer.h"
#include "tests/app/program.h"
#include "tests/support/wav_bytes.h"

namespace chladni {

namespace {

using Samples32 = std::vector<float>;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN(), kInfinity = std::numeric_limits<float>::infinity();

// Clicks every half second.
Samples32 clicks(double seconds, int rate_hz, int channels = 1) {
    Samples32 sound(static_cast<std::size_t>(seconds * rate_hz) * static_cast<std::size_t>(channels));
    for (std::size_t at = 0; at < sound.size(); ++at) {
        const auto in_click = static_cast<double>(at / static_cast<std::size_t>(channels) % static_cast<std::size_t>(rate_hz / 2)) / rate_hz;
        sound[at] = static_cast<float>(0.7 * std::exp(-in_click / 0.01) * std::sin(6000.0 * in_click));
    }
    return sound;
}

void expect_no_strange_numbers(const Json& value) {
    EXPECT_TRUE(!value.is_number() || std::isfinite(value.get<double>())) << value;
    if (value.is_structured())
        for (const Json& part : value) expect_no_strange_numbers(part);
}

void expect_no_strange_words(const std::string& text) {
    for (const char* word : {"nan", "NaN", "inf", "INF"}) EXPECT_EQ(text.find(word), std::string::npos) << word << " in " << text.substr(0, 200);
}

class BadSound : public testing::Test {
protected:
    std::string file(const std::string& name) const { return (folder_.path() / name).string(); }

    std::string wav(const std::string& name, const Samples32& samples, int channels = 1, int rate_hz = 48000) const {
        write_file_atomically(file(name), wav_bytes(samples, static_cast<std::uint16_t>(channels), static_cast<std::uint32_t>(rate_hz)));
        return file(name);
    }

    // Every output at once, each of them sound; the JSON.
    Json heard(const std::string& path) const {
        const Said said = run_program({"analyze", path, "--json", "--events", file("out.csv"), "--labels", file("out.txt"), "--onsets", "--plot", file("out.svg")});
        EXPECT_EQ(said.code, 0) << path << ": " << said.err;
        for (const char* name : {"out.csv", "out.txt", "out.svg"}) expect_no_strange_words(content_of(file(name)));
        expect_no_strange_words(said.out);
        const Json song = Json::parse(said.out);  // throws for NaN too
        expect_no_strange_numbers(song);
        return song;
    }

    void expect_refused(const std::string& path) const {
        const Said said = run_program({"analyze", path, "--json", "--plot", file("never.svg")});
        EXPECT_EQ(said.code, 1) << path;
        EXPECT_EQ(said.out, "");
        EXPECT_NE(said.err.find("expected"), std::string::npos) << said.err;
        EXPECT_EQ(std::ranges::count(said.err, '\n'), 1) << said.err;
        EXPECT_FALSE(std::filesystem::exists(file("never.svg")));
        EXPECT_FALSE(std::ranges::any_of(std::filesystem::directory_iterator(folder_.path()),
                                         [](const auto& entry) { return entry.path().filename().string().starts_with(".partial"); }));
    }

private:
    TempFolder folder_;
};

}  // namespace

TEST_F(BadSound, ShortOnesAreSongsOfNothing) {
    for (const std::size_t samples : {1u, 2u, 100u, 479u, 480u, 5000u}) {
        const Json song = heard(wav("short.wav", Samples32(samples, 0.5f)));
        EXPECT_NEAR(song["duration_s"].get<double>(), static_cast<double>(samples) / 48000, 1e-9);
        EXPECT_TRUE(song["tempo_bpm"].is_null());
    }
    expect_refused(wav("none.wav", {}));
}

TEST_F(BadSound, ManyChannelsAndStrangeRatesAreHeardAsTheirMean) {
    for (const auto& [channels, rate_hz] : {std::pair{8, 192000}, {1, 8000}, {3, 11025}, {1, 2000}, {2, 384000}}) {
        const Json song = heard(wav("strange.wav", clicks(6.0, rate_hz, channels), channels, rate_hz));
        EXPECT_EQ(song["sample_rate"], rate_hz);
        EXPECT_NEAR(song["duration_s"].get<double>(), 6.0, 1e-6);
        EXPECT_GT(song["onsets"].size(), rate_hz >= 8000 ? 8u : 0u) << rate_hz;
    }
    expect_refused(wav("slow.wav", clicks(2.0, 1500), 1, 1500));
}

TEST_F(BadSound, NumbersThatAreNoneAreSilence) {
    const Json whole = heard(wav("whole.wav", clicks(6.0, 48000)));
    Samples32 broken = clicks(6.0, 48000);
    for (std::size_t i = 20000; i < broken.size(); i += 24000) broken[i] = i % 48000 ? kNaN : -kInfinity;  // far from the clicks
    const Json song = heard(wav("broken.wav", broken));
    EXPECT_EQ(song["beats"], whole["beats"]);
    for (const float all : {kNaN, kInfinity, std::numeric_limits<float>::max(), std::numeric_limits<float>::denorm_min()}) {
        const Json flat = heard(wav("all.wav", Samples32(96000, all)));
        EXPECT_LT(flat["confidence"].get<double>(), 0.3) << all;
        EXPECT_TRUE(flat["tempo_bpm"].is_null());
    }
}

TEST_F(BadSound, ConstantAndClippedSoundIsHeardAsWhatItIs) {
    const Json constant = heard(wav("constant.wav", Samples32(6 * 48000, 0.9f)));
    EXPECT_LT(constant["confidence"].get<double>(), 0.3);
    EXPECT_TRUE(constant["tempo_bpm"].is_null());
    Samples32 clipped = clicks(8.0, 48000);
    for (float& s : clipped) s = std::clamp(50.0f * s, -1.0f, 1.0f);
    const Json song = heard(wav("clipped.wav", clipped));
    EXPECT_NEAR(song["tempo_bpm"].get<double>(), 120.0, 2.0);
}

TEST_F(BadSound, WhatIsLeftOfADamagedFileIsHeard) {
    save_audio_file(file("whole.flac"), {48000, 1, clicks(8.0, 48000)});
    const std::string whole = content_of(file("whole.flac"));
    write_file_atomically(file("cut.flac"), whole.substr(0, whole.size() / 2));
    const double cut_s = heard(file("cut.flac"))["duration_s"].get<double>();
    EXPECT_TRUE(cut_s > 2.0 && cut_s < 6.0) << cut_s;
    std::string damaged = whole;
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + whole.size() / 20; ++i) damaged[i] = static_cast<char>(i * 57 + 3);
    write_file_atomically(file("damaged.flac"), damaged);
    const Json damaged_song = heard(file("damaged.flac")), whole_song = heard(file("whole.flac"));
    EXPECT_NEAR(damaged_song["duration_s"].get<double>(), 8.0, 0.001);
    EXPECT_EQ(damaged_song["onsets"].back(), whole_song["onsets"].back());  // behind the damage, and not too early
    const std::string wave = content_of(wav("whole.wav", clicks(4.0, 48000)));
    write_file_atomically(file("cut.wav"), wave.substr(0, 400001));  // within a sample
    EXPECT_NEAR(heard(file("cut.wav"))["duration_s"].get<double>(), 400000.0 / 4 / 48000, 0.001);
}

TEST_F(BadSound, WhatIsNoSoundIsOneSentence) {
    expect_refused(file("."));
    expect_refused(file("absent.wav"));
    write_file_atomically(file("empty.wav"), "");
    expect_refused(file("empty.wav"));
    write_file_atomically(file("words.mp3"), "words and words and words and no sound at all in any of these words");
    expect_refused(file("words.mp3"));
    write_file_atomically(file("head.wav"), wav_bytes(Samples32(1000, 0.1f), 2, 44100).substr(0, 30));
    expect_refused(file("head.wav"));
    const Said said = run_program({"analyze", wav("good.wav", clicks(1.0, 48000)), "--plot", file("no-folder/a.svg")});
    EXPECT_EQ(said.code, 1);
    EXPECT_NE(said.err.find("no-folder"), std::string::npos) << said.err;
}

TEST_F(BadSound, AFilmIsItsSoundAndASilentFilmIsOneSentence) {
    const std::vector<std::uint8_t> grey(64 * 48 * 4, 128);
    for (const bool sound : {true, false}) {
        const std::string name = file(sound ? "loud.mp4" : "mute.mp4");
        FilmWriter film(name, {64, 48, 24.0, sound ? 48000 : 0, sound ? 1 : 0});
        const Samples32 samples = clicks(4.0, 48000);
        for (std::size_t i = 0; i < 96; ++i) {
            film.write_frame({grey.data(), 64, 48});
            if (sound) film.write_audio(std::span(samples).subspan(i * 2000, 2000));
        }
        film.finish();
        if (!sound) return expect_refused(name);
        EXPECT_NEAR(heard(name)["duration_s"].get<double>(), 4.0, 0.05);
    }
}

}  // namespace chladni
