// What all kinds of ears have in common, on tiny random networks.
#include <gtest/gtest.h>

#include <limits>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/tensor/safetensors.h"
#include "tests/encode/small_ears.h"
#include "tests/support/complaint.h"

namespace chladni {
namespace {

class EarsTest : public testing::TestWithParam<const char*> {
protected:
    std::unique_ptr<AudioEncoder> load(const EncoderPlace& place = {}) const { return ears_.load(GetParam(), place); }
    SmallEars ears_;
};

constexpr Seconds kStart{0.0};

TEST_P(EarsTest, FiveSecondsAt24FramesAreThirtyTokensEachInTheMiddleOfItsFrames) {
    const auto encoder = load();
    const AudioTokens tokens = encoder->encode(melody(5.1, encoder->sample_rate()), Seconds{10.0}, 121, {});
    ASSERT_EQ(tokens.count(), 30u);
    EXPECT_EQ(tokens.dim, static_cast<std::size_t>(SmallEars::kWidth));
    EXPECT_EQ(tokens.values.size(), tokens.count() * tokens.dim);
    EXPECT_DOUBLE_EQ(tokens.times_s.front(), 10.0 + 2.0 / 24.0);
    EXPECT_DOUBLE_EQ(tokens.times_s.back(), 10.0 + 118.0 / 24.0);
}

TEST_P(EarsTest, TokensFollowTheSound) {
    const auto encoder = load();
    std::vector<float> sound = melody(4, encoder->sample_rate());
    const AudioTokens before = encoder->encode(sound, kStart, 96, {});
    for (std::size_t i = sound.size() / 2; i < sound.size() * 5 / 8; ++i) sound[i] = 0.0f;
    const std::vector<double> same = cosines(before, encoder->encode(sound, kStart, 96, {}));
    EXPECT_LT(same[13], 0.99);       // within what fell silent
    EXPECT_LT(same[13], same[4]);    // more than a second before
}

TEST_P(EarsTest, WhatLiesAfterTheLastFrameIsNotHeard) {
    const auto encoder = load();
    const std::vector<float> sound = melody(4, encoder->sample_rate());
    const auto heard = static_cast<std::size_t>(2.02 * encoder->sample_rate());
    EXPECT_EQ(encoder->encode(sound, kStart, 48, {}).values, encoder->encode(std::span(sound).first(heard), kStart, 48, {}).values);
}

TEST_P(EarsTest, SoundThatEndsEarlyGoesOnInSilence) {
    const auto encoder = load();
    std::vector<float> sound = melody(1, encoder->sample_rate()), longer = sound;
    longer.resize(3 * sound.size(), 0.0f);
    EXPECT_EQ(encoder->encode(sound, kStart, 72, {}).values, encoder->encode(longer, kStart, 72, {}).values);
}

TEST_P(EarsTest, SilenceNothingOneSampleAndBrokenSamplesGiveFiniteTokens) {
    const auto encoder = load();
    std::vector<float> broken = melody(1, encoder->sample_rate()), mended = broken;
    broken[500] = std::numeric_limits<float>::quiet_NaN();
    broken[900] = std::numeric_limits<float>::infinity();
    mended[500] = mended[900] = 0.0f;
    for (const std::vector<float>& sound : {std::vector<float>(16000, 0.0f), std::vector<float>{}, std::vector<float>{0.5f}, broken})
        for (const float value : encoder->encode(sound, kStart, 24, {}).values) ASSERT_TRUE(std::isfinite(value));
    EXPECT_EQ(encoder->encode(broken, kStart, 24, {}).values, encoder->encode(mended, kStart, 24, {}).values);
    EXPECT_EQ(encoder->encode({}, kStart, 3, {}).count(), 0u);
    EXPECT_THROW(encoder->encode({}, kStart, -1, {}), Error);
}

TEST_P(EarsTest, MoreTokensThanMemoryHoldsAreRefusedInOneSentence) {
    const auto encoder = load();
    EXPECT_NE(complaint([&] { encoder->encode({}, kStart, 60'000'000, {}); }).find("expected 0 to"), std::string::npos);
}

// A minute is longer than any network hears at once.
TEST_P(EarsTest, ALongSoundIsHeardInPiecesThatFitTogether) {
    const auto encoder = load();
    const std::vector<float> sound = melody(47, encoder->sample_rate());
    const AudioTokens tokens = encoder->encode(sound, kStart, 47 * 24, {});
    ASSERT_EQ(tokens.count(), 47u * 6);
    for (std::size_t k = 0; k < tokens.count(); ++k) ASSERT_NEAR(tokens.times_s[k], (static_cast<double>(k) + 0.5) / 6.0, 1e-9);
    // The same again, begun ten seconds later: no token is another because a clip ended near it.
    const AudioTokens later = encoder->hear({sound, kStart, {}}, Seconds{10.0}, 20 * 24, false).tokens;
    AudioTokens same;
    same.dim = tokens.dim;
    same.values.assign(tokens.values.begin() + 60 * SmallEars::kWidth, tokens.values.begin() + 180 * SmallEars::kWidth);
    same.times_s = later.times_s;
    const std::vector<double> near = cosines(later, same);
    const auto unaware = static_cast<std::size_t>(std::ceil(encoder->reach().ahead_s * 6.0 - 1e-6));  // of what comes after them
    for (std::size_t k = 0; k + unaware < near.size(); ++k) EXPECT_GT(near[k], 0.95) << "token " << k;
}

TEST_P(EarsTest, FeaturesComeWithTheirTimes) {
    const auto encoder = load();
    const AudioTokens features = encoder->hear({melody(25, encoder->sample_rate()), Seconds{3.0}, {}}, Seconds{3.0}, 25 * 24, true).features;
    ASSERT_GT(features.count(), 25u * 6);
    EXPECT_EQ(features.values.size(), features.count() * features.dim);
    for (std::size_t t = 1; t < features.count(); ++t) ASSERT_GT(features.times_s[t], features.times_s[t - 1]) << t;
    EXPECT_GE(features.times_s.front(), 3.0);
    EXPECT_LT(features.times_s.back(), 28.0);
}

TEST_P(EarsTest, BeatsAreHeardOnTheStreamsTime) {
    const auto encoder = load();
    const std::vector<float> sound = melody(2, encoder->sample_rate());
    const AudioTokens without = encoder->encode(sound, Seconds{8.0}, 48, {}), with = encoder->encode(sound, Seconds{8.0}, 48, std::vector<double>{8.5, 9.0});
    const std::vector<double> same = cosines(without, with);
    EXPECT_LT(same[4], 0.9999);
    EXPECT_NEAR(same[0], 1.0, 1e-6);
    EXPECT_NEAR(same[11], 1.0, 1e-6);
}

TEST_P(EarsTest, InHalfPrecisionTokensAreNearlyTheSame) {
    const auto exact = load();
    const std::vector<float> sound = melody(3, exact->sample_rate());
    const AudioTokens wanted = exact->encode(sound, kStart, 72, {});
    for (const char* dtype : {"bfloat16", "float16"})
        for (const double cosine : cosines(load({"cpu", dtype})->encode(sound, kStart, 72, {}), wanted)) EXPECT_GT(cosine, 0.998) << dtype;
}

INSTANTIATE_TEST_SUITE_P(All, EarsTest, testing::Values("spectrogram", "clap", "wav2vec2"), [](const auto& kind) { return std::string(kind.param); });

TEST(Ears, WhatDoesNotFitIsRefusedInOneSentence) {
    const SmallEars ears;
    EXPECT_NE(complaint([&] { ears.load("nose"); }).find("expected spectrogram, clap or wav2vec2"), std::string::npos);
    ears.load("clap");
    const std::filesystem::path clap = ears.folder() / "clap";
    write_file_atomically(clap / "clap" / "preprocessor_config.json", R"({"feature_size": 32})");
    EXPECT_NE(complaint([&] { load_audio_encoder(clap); }).find("expected feature_size 64"), std::string::npos);
    write_file_atomically(clap / "clap" / "preprocessor_config.json", R"({"max_length_s": 11})");
    EXPECT_NE(complaint([&] { load_audio_encoder(clap); }).find("expected at most 1024 mel frames"), std::string::npos);
    std::filesystem::remove(clap / "clap" / "preprocessor_config.json");
    EXPECT_NE(complaint([&] { load_audio_encoder(clap); }).find("preprocessor_config.json"), std::string::npos);
    write_file_atomically(clap / "config.json", R"({"encoder_type": "clap", "clap_model_path": "elsewhere"})");
    EXPECT_NE(complaint([&] { load_audio_encoder(clap); }).find("elsewhere"), std::string::npos);
    EXPECT_NE(complaint([&] { ears.load("wav2vec2", {"cpu", "float12"}); }).find("expected a dtype"), std::string::npos);
}

TEST(Ears, WeightsOfTheHeadAreTakenFromTheFolder) {
    const SmallEars ears;
    const std::vector<float> sound = melody(1, 16000);
    const std::vector<float> fixed = ears.load("wav2vec2")->encode(sound, kStart, 24, {}).values;
    write_safetensors(ears.folder() / "wav2vec2" / "model.safetensors",
                      {{"projection.weight", at::ones({32, 53})}, {"projection.bias", at::arange(32, at::kFloat)}, {"norm.weight", at::full({32}, 2.0f)}});
    EXPECT_NE(load_audio_encoder(ears.folder() / "wav2vec2")->encode(sound, kStart, 24, {}).values, fixed);
    write_safetensors(ears.folder() / "wav2vec2" / "model.safetensors", {{"projection.weight", at::ones({32, 48})}});
    EXPECT_NE(complaint([&] { load_audio_encoder(ears.folder() / "wav2vec2"); }).find("projection.weight"), std::string::npos);
}

}  // namespace
}  // namespace chladni
