#include "engine/encode/streaming_encoder.h"

#include <gtest/gtest.h>

#include <numeric>

#include "engine/base/atomic_file.h"
#include "engine/base/config_json.h"
#include "tests/encode/small_ears.h"

namespace chladni {
namespace {

class StreamingTest : public testing::TestWithParam<const char*> {
protected:
    std::shared_ptr<AudioEncoder> load() const { return ears_.load(GetParam()); }
    SmallEars ears_;
};

// All of the sound in pieces of these sizes, again and again.
AudioTokens streamed(std::shared_ptr<AudioEncoder> encoder, std::span<const float> sound, const std::vector<std::size_t>& sizes, std::span<const double> beats_s = {}) {
    StreamingEncoder stream(std::move(encoder));
    AudioTokens all;
    const auto add = [&](const AudioTokens& more) {
        all.dim = more.dim;
        all.values.insert(all.values.end(), more.values.begin(), more.values.end());
        all.times_s.insert(all.times_s.end(), more.times_s.begin(), more.times_s.end());
    };
    for (std::size_t i = 0; !sound.empty(); ++i) {
        const std::size_t size = std::min(sizes[i % sizes.size()], sound.size());
        add(stream.push(sound.first(size), beats_s));
        sound = sound.subspan(size);
    }
    add(stream.finish(beats_s));
    return all;
}

double mean(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()); }

TEST_P(StreamingTest, HowTheStreamIsCutDoesNotMatter) {
    const auto encoder = load();
    const std::vector<float> sound = melody(7.3, encoder->sample_rate());
    const AudioTokens once = streamed(encoder, sound, {sound.size()});
    ASSERT_EQ(once.count(), 43u);
    for (std::size_t k = 0; k < once.count(); ++k) ASSERT_NEAR(once.times_s[k], (static_cast<double>(k) + 0.5) / 6.0, 1e-9);
    for (const std::vector<std::size_t>& sizes : {std::vector<std::size_t>{480}, std::vector<std::size_t>{1, 7000, 33, 123456}})
        EXPECT_EQ(streamed(encoder, sound, sizes).values, once.values);
}

TEST_P(StreamingTest, WhatIsFurtherAwayThanTheReachIsNotHeard) {
    const auto encoder = load();
    const double rate = encoder->sample_rate();
    std::vector<float> sound = melody(16, encoder->sample_rate());
    const AudioTokens before = streamed(encoder, sound, {4800});
    for (std::size_t i = 0; i < static_cast<std::size_t>(4.0 * rate); ++i) sound[i] = 0.0f;
    const AudioTokens changed = streamed(encoder, sound, {4800});
    const auto first = static_cast<std::size_t>(std::ceil((4.0 + encoder->reach().behind_s + 0.5) * 6.0)) + 1;
    ASSERT_LT(first, before.count());
    for (std::size_t i = first * before.dim; i < before.values.size(); ++i) ASSERT_EQ(before.values[i], changed.values[i]) << "token " << i / before.dim;
}

// Nothing but what is there when a token comes out can have made it.
TEST_P(StreamingTest, TokensComeOutWithinTheStatedDelay) {
    const auto encoder = load();
    StreamingEncoder stream(encoder);
    const std::vector<float> piece = melody(0.1, encoder->sample_rate());
    for (int i = 1; i <= 50; ++i) {
        stream.push(piece, {});
        EXPECT_LE(stream.made_until().value, 0.1 * i + 1e-9);
        EXPECT_GE(stream.made_until().value + stream.delay_s(), 0.1 * i - 1e-9);
    }
}

TEST_P(StreamingTest, AfterAResetItBeginsAnew) {
    const auto encoder = load();
    const std::vector<float> sound = melody(3, encoder->sample_rate());
    StreamingEncoder stream(encoder);
    const AudioTokens first = stream.push(sound, {});
    stream.reset();
    EXPECT_EQ(stream.push(sound, {}).values, first.values);
}

INSTANTIATE_TEST_SUITE_P(All, StreamingTest, testing::Values("spectrogram", "clap", "wav2vec2"), [](const auto& kind) { return std::string(kind.param); });

TEST(StreamingEncoder, OfTheSpectrogramItsTokensAreThoseOfTheWhole) {
    const SmallEars ears;
    const std::shared_ptr<AudioEncoder> encoder = ears.load("spectrogram");
    const std::vector<float> sound = melody(12, 16000);
    const std::vector<double> beats{0.5, 1.0, 1.5, 2.0, 5.5, 6.0, 6.5, 11.0};
    const AudioTokens whole = encoder->encode(sound, Seconds{0}, 12 * 24, beats), stream = streamed(encoder, sound, {1234}, beats);
    ASSERT_EQ(stream.count(), whole.count());
    for (std::size_t i = 0; i < whole.values.size(); ++i) ASSERT_NEAR(stream.values[i], whole.values[i], 1e-5) << "token " << i / whole.dim;
}

// How near tokens of networks that attend to all of a clip are to those of the whole, as cosines: with 9 s (CLAP) or 3 s (wav2vec2)
// behind and half a second ahead, on random networks, whose attention is wide. Until so much sound has come CLAP hears a shorter
// clip, which it repeats and fills up by its own rule, and so it does at the stream's end: there only a mean over all is promised.
struct Bound {
    const char* kind;
    double least, mean, mean_of_all;
};

TEST(StreamingEncoder, OfTheOthersTheyAreNearThoseOfTheWhole) {
    for (const Bound& bound : {Bound{"clap", 0.95, 0.98, 0.88}, Bound{"wav2vec2", 0.95, 0.98, 0.98}}) {
        const SmallEars ears;
        const std::shared_ptr<AudioEncoder> encoder = ears.load(bound.kind);
        const std::vector<float> sound = melody(18, encoder->sample_rate());
        const std::vector<double> all = cosines(encoder->encode(sound, Seconds{0}, 18 * 24, {}), streamed(encoder, sound, {4800}));
        ASSERT_EQ(all.size(), 108u) << bound.kind;
        const auto full = static_cast<std::ptrdiff_t>(std::ceil(encoder->reach().behind_s * 6.0));
        const std::vector<double> near(all.begin() + full, all.end() - 3);
        EXPECT_GE(*std::min_element(near.begin(), near.end()), bound.least) << bound.kind;
        EXPECT_GE(mean(near), bound.mean) << bound.kind;
        EXPECT_GE(mean(all), bound.mean_of_all) << bound.kind;
    }
}

// With statistics that run, a loud passage no longer changes how what came seconds before is heard.
TEST(StreamingEncoder, RunningStatisticsForgetSlowly) {
    const SmallEars ears;
    ears.load("wav2vec2");
    const std::filesystem::path config = ears.folder() / "wav2vec2" / "config.json";
    Json json = ConfigJson(config).json();
    json["statistics"] = "running";
    write_file_atomically(config, json.dump());
    std::vector<float> sound = melody(12, 16000), louder = sound;
    for (std::size_t i = 9 * 16000; i < sound.size(); ++i) louder[i] = 8.0f * sound[i];
    const auto tokens = [&](const std::vector<float>& of) { return streamed(load_audio_encoder(ears.folder() / "wav2vec2"), of, {4800}); };
    const AudioTokens plain = tokens(sound), loud = tokens(louder);
    EXPECT_TRUE(std::equal(plain.values.begin(), plain.values.begin() + 48 * SmallEars::kWidth, loud.values.begin()));  // until 8 s
    EXPECT_NE(plain.values, loud.values);
    for (const float value : loud.values) ASSERT_TRUE(std::isfinite(value));
}

}  // namespace
}  // namespace chladni
