#include "engine/encode/audio_encoder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/encode/fixed_weights.h"
#include "engine/tensor/safetensors.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

constexpr int kRate = 16000;
constexpr Seconds kStart{0.0};

class AudioEncoderTest : public testing::Test {
protected:
    std::unique_ptr<AudioEncoder> load(const std::string& config = R"({"hidden_dim": 64})") const {
        write_file_atomically(folder_.path() / "config.json", config);
        return load_audio_encoder(folder_.path());
    }
    std::string refusal(const std::string& config) const {
        try {
            load(config);
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    }
    TempFolder folder_;
};

std::vector<float> noise(double seconds) {
    std::mt19937 random(7);
    std::vector<float> sound(static_cast<std::size_t>(seconds * kRate));
    for (float& sample : sound) sample = static_cast<float>(random() % 2001) / 1000.0f - 1.0f;
    return sound;
}

// The tokens in which two encodings differ.
std::vector<std::size_t> differing(const AudioTokens& a, const AudioTokens& b) {
    std::vector<std::size_t> tokens;
    for (std::size_t k = 0; k < a.count(); ++k)
        for (std::size_t i = 0; i < a.dim; ++i)
            if (std::abs(a.values[k * a.dim + i] - b.values[k * b.dim + i]) > 1e-4f) {
                tokens.push_back(k);
                break;
            }
    return tokens;
}

TEST_F(AudioEncoderTest, FiveSecondsAt24FramesAreThirtyTokensOfTheDefaultWidth) {
    const AudioTokens tokens = load("{}")->encode(noise(5.1), kStart, 121, {});
    EXPECT_EQ(tokens.count(), 30u);
    EXPECT_EQ(tokens.dim, 2048u);
    EXPECT_EQ(tokens.values.size(), 30u * 2048u);
}

TEST_F(AudioEncoderTest, ATokenStandsInTheMiddleOfItsFrames) {
    const AudioTokens tokens = load()->encode(noise(1), Seconds{10.0}, 24, {});
    ASSERT_EQ(tokens.count(), 6u);
    EXPECT_DOUBLE_EQ(tokens.times_s.front(), 10.0 + 2.0 / 24.0);
    EXPECT_DOUBLE_EQ(tokens.times_s.back(), 10.0 + 22.0 / 24.0);
}

TEST_F(AudioEncoderTest, AClickIsHeardByItsTokenAndTheNeighboursOnly) {
    const auto encoder = load();
    std::vector<float> sound(4 * kRate, 0.0f);
    const AudioTokens silent = encoder->encode(sound, kStart, 96, {});
    sound[static_cast<std::size_t>(12.5 / 6.0 * kRate)] = 1.0f;  // the middle of token 12
    EXPECT_EQ(differing(silent, encoder->encode(sound, kStart, 96, {})), (std::vector<std::size_t>{11, 12, 13}));
}

TEST_F(AudioEncoderTest, WhatFollowsTheLastFrameIsHeardForSixteenMillisecondsAtMost) {
    const auto encoder = load();
    std::vector<float> sound = noise(4);
    const AudioTokens before = encoder->encode(sound, kStart, 48, {});
    for (std::size_t i = 2 * kRate + 257; i < sound.size(); ++i) sound[i] = 0.0f;
    EXPECT_TRUE(differing(before, encoder->encode(sound, kStart, 48, {})).empty());
}

TEST_F(AudioEncoderTest, SoundThatEndsEarlyGoesOnInSilence) {
    const auto encoder = load();
    std::vector<float> sound = noise(1), longer = sound;
    longer.resize(3 * kRate, 0.0f);
    EXPECT_EQ(encoder->encode(sound, kStart, 72, {}).values, encoder->encode(longer, kStart, 72, {}).values);
}

TEST_F(AudioEncoderTest, SilenceNothingAndBrokenSamplesGiveFiniteTokens) {
    const auto encoder = load();
    std::vector<float> broken = noise(1);
    broken[500] = std::numeric_limits<float>::quiet_NaN();
    broken[900] = std::numeric_limits<float>::infinity();
    for (const std::vector<float>& sound : {std::vector<float>(kRate, 0.0f), std::vector<float>{}, broken})
        for (const float value : encoder->encode(sound, kStart, 24, {}).values) EXPECT_TRUE(std::isfinite(value));
    EXPECT_EQ(encoder->encode({}, kStart, 3, {}).count(), 0u);
}

TEST_F(AudioEncoderTest, BeatsAreHeardOnTheStreamsTime) {
    const auto encoder = load();
    const std::vector<float> sound = noise(2);
    const AudioTokens without = encoder->encode(sound, Seconds{8.0}, 48, {});
    const AudioTokens with = encoder->encode(sound, Seconds{8.0}, 48, std::vector<double>{8.5, 9.0});
    EXPECT_EQ(differing(without, with), (std::vector<std::size_t>{2, 3, 4, 5, 6}));  // 3 to 5 lie between, 2 and 6 beside
}

TEST_F(AudioEncoderTest, WithoutBeatFeaturesBeatsDoNotMatter) {
    const auto encoder = load(R"({"hidden_dim": 64, "use_beat_features": false})");
    const std::vector<float> sound = noise(2);
    EXPECT_EQ(encoder->encode(sound, kStart, 48, std::vector<double>{0.5, 1.0}).values, encoder->encode(sound, kStart, 48, {}).values);
}

TEST_F(AudioEncoderTest, FixedWeightsAreTheSameOnEveryMachine) {
    const at::Tensor values = fixed_tensor("linear_1.weight", {2, 2}, 1.0);
    const at::Tensor expected = at::tensor({-1.6038448f, 0.3143972f, -0.7551744f, 0.8881696f}).view({2, 2});
    EXPECT_TRUE(at::allclose(values, expected, 1e-6, 1e-6)) << values;
    EXPECT_NEAR(fixed_tensor("x", {100000}, 0.5).std().item<double>(), 0.5, 0.005);
}

TEST_F(AudioEncoderTest, WeightsInTheFolderAreUsedAndChecked) {
    const std::vector<float> sound = noise(1);
    const std::vector<float> fixed = load()->encode(sound, kStart, 24, {}).values;
    NamedTensors weights{{"linear_1.weight", at::ones({256, 566})}, {"linear_1.bias", at::zeros({256})},
                         {"linear_2.weight", at::ones({256, 256})}, {"linear_2.bias", at::zeros({256})},
                         {"conv.weight", at::ones({64, 256, 3})},   {"conv.bias", at::zeros({64})},
                         {"norm.weight", at::full({64}, 2.0f)}};
    write_safetensors(folder_.path() / "model.safetensors", weights);
    EXPECT_NE(load()->encode(sound, kStart, 24, {}).values, fixed);
    EXPECT_NE(refusal(R"({"hidden_dim": 32})").find("conv.weight"), std::string::npos);
}

TEST_F(AudioEncoderTest, WhatCannotBeAnEncoderIsRefusedInOneSentence) {
    for (const char* config : {"", "[]", R"({"hidden_dim": 0})", R"({"sample_rate": "x"})", R"({"encoder_type": "ears"})",
                               R"({"encoder_type": "clap"})", R"({"frames_per_second": 0})", R"({"audio_context_frames": 1e99})"})
        EXPECT_NE(refusal(config).find("expected"), std::string::npos) << config;
    EXPECT_NE(refusal(R"({"encoder_type": "wav2vec2"})").find("expected a folder as 'wav2vec2_model_path'"), std::string::npos);
    EXPECT_THROW(load_audio_encoder(folder_.path() / "nowhere"), Error);
    EXPECT_THROW(load()->encode({}, kStart, -1, {}), Error);
}

}  // namespace
}  // namespace chladni
