#include "engine/encode/verify_audio.h"

#include <gtest/gtest.h>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/encode/audio_encoder.h"
#include "engine/tensor/safetensors.h"
#include "tests/encode/small_ears.h"
#include "tests/support/complaint.h"
#include "tests/support/temp_folder.h"

namespace chladni {
namespace {

class VerifyAudioTest : public testing::Test {
protected:
    VerifyAudioTest() {
        std::filesystem::create_directory(model_ / "audio_encoder");
        write_file_atomically(model_ / "audio_encoder" / "config.json", R"({"hidden_dim": 32})");
    }
    void run(const NamedTensors& tensors, const Metadata& metadata = {}, const std::map<std::string, std::string>& settings = {}) const {
        write_safetensors(model_ / "in.safetensors", tensors, metadata);
        verify_audio({model_, "audio.spectrogram", model_ / "in.safetensors", model_ / "out.safetensors", {}, settings, {}});
    }
    TempFolder folder_;
    std::filesystem::path model_ = folder_.path();
};

TEST_F(VerifyAudioTest, WritesWhatTheEncoderSays) {
    const at::Tensor waveform = at::rand({2, 16000}) * 2 - 1;
    run({{"waveform", waveform}}, {{"sample_rate", "16000"}});
    const NamedTensors out = read_safetensors(model_ / "out.safetensors");
    EXPECT_EQ(out.at("features").sizes(), at::IntArrayRef({2, 96, 35}));
    ASSERT_EQ(out.at("tokens").sizes(), at::IntArrayRef({2, 6, 32}));
    const at::Tensor second = waveform[1].contiguous();
    const AudioTokens tokens = load_audio_encoder(model_ / "audio_encoder")
                                   ->encode({second.data_ptr<float>(), 16000}, Seconds{0.0}, 24, {});
    EXPECT_TRUE(at::allclose(out.at("tokens")[1].flatten(), at::tensor(tokens.values)));
}

TEST_F(VerifyAudioTest, WhatDoesNotFitIsRefusedAndNothingIsWritten) {
    const at::Tensor waveform = at::zeros({1, 100});
    EXPECT_THROW(run({{"sound", waveform}}), Error);
    EXPECT_THROW(run({{"waveform", at::zeros({100})}}), Error);
    EXPECT_THROW(run({{"waveform", at::zeros({1, 100}, at::kLong)}}), Error);
    EXPECT_THROW(run({{"waveform", waveform}}, {{"sample_rate", "44100"}}), Error);
    EXPECT_THROW(run({{"waveform", waveform}}, {{"sample_rate", "16000"}}, {{"sample_rate", "fast"}}), Error);
    EXPECT_THROW(verify_audio({model_, "audio.smell", model_ / "in.safetensors", model_ / "out.safetensors", {}, {}, {}}), UsageError);
    EXPECT_FALSE(std::filesystem::exists(model_ / "out.safetensors"));
}

TEST(VerifyAudio, ASoundShorterThanAFrameIsRefusedWithItsFileAndTensor) {
    const SmallEars ears;
    ears.load("wav2vec2");
    const std::filesystem::path in = ears.folder() / "in.safetensors", out = ears.folder() / "out.safetensors";
    const auto verify = [&](std::int64_t samples) {
        write_safetensors(in, {{"waveform", at::rand({1, samples})}}, {{"sample_rate", "16000"}});
        return complaint([&] { verify_audio({ears.folder() / "wav2vec2", "audio.wav2vec2", in, out, {}, {}, {}}); });
    };
    const std::string said = verify(399);
    for (const char* part : {"expected at least 400 samples", "'waveform'", "in.safetensors", "got 399"}) EXPECT_NE(said.find(part), std::string::npos) << said;
    EXPECT_FALSE(std::filesystem::exists(out));
    EXPECT_EQ(verify(400), "");
    EXPECT_EQ(read_safetensors(out).at("features").sizes(), at::IntArrayRef({1, 1, 48}));
}

}  // namespace
}  // namespace chladni
