#include "engine/ltx/vae_stream.h"

#include <gtest/gtest.h>

#include "tests/ltx/vae_golden.h"

namespace chladni::ltx {
namespace {

constexpr std::int64_t kFrames = 15;  // latent frames, more than any of these decoders looks ahead

// A published version, causal or not, with its noise maps on.
struct Film {
    explicit Film(const std::string& version, bool causal = false) : golden(version) {
        golden.config["decoder_causal"] = causal;
        golden.fill("per_channel_scale", 0.3);
    }
    at::Tensor latents = some_latents(2, kFrames, 3, 2);  // [2, 6, F, 3, 2]
    VaeGolden golden;
};

std::vector<at::Tensor> pushed(const VideoVae& vae, const at::Tensor& latents, const std::vector<std::int64_t>& pieces,
                               const VaeDecodeOptions& options = {}) {
    VaeDecodeStream stream(vae, options);
    std::vector<at::Tensor> frames;
    std::int64_t done = 0;
    for (const std::int64_t piece : pieces) {
        frames.push_back(
            stream.push(latents.narrow(2, done, piece), done + piece == latents.size(2)));  // [B, 3, t, H', W']
        done += piece;
    }
    return frames;
}

class VaeStream : public testing::TestWithParam<std::tuple<const char*, bool>> {
protected:
    const c10::InferenceMode guard_;
    const Film film_{std::get<0>(GetParam()), std::get<1>(GetParam())};
    const VideoVae vae_ = film_.golden.load();
};

const std::vector<std::int64_t> kSingly(kFrames, 1);

TEST_P(VaeStream, PiecesGiveTheFramesOfTheWholeFilm) {
    const at::Tensor whole = vae_.decode(film_.latents);
    for (const std::vector<std::int64_t>& pieces : {kSingly, {4, 1, 7, 3}, {14, 1}, {1, 14}}) {
        const at::Tensor film = at::cat(pushed(vae_, film_.latents, pieces), 2);
        ASSERT_EQ(film.sizes(), whole.sizes());
        EXPECT_LT(relative_error(film, whole), 1e-5);
    }
}

TEST_P(VaeStream, FramesComeWhenWhatTheyDependOnHasCome) {
    const std::vector<at::Tensor> frames = pushed(vae_, film_.latents, kSingly);
    const bool causal = std::get<1>(GetParam());
    EXPECT_EQ(frames.front().size(2), causal ? 1 : 0);
    EXPECT_EQ(frames[kFrames - 2].size(2), vae_.config().temporal_ratio);
    EXPECT_EQ(frames.back().size(2) == vae_.config().temporal_ratio, causal);
}

TEST_P(VaeStream, WhatIsHeldDoesNotGrowWithTheFilm) {
    VaeDecodeStream stream(vae_);
    std::vector<std::size_t> held;
    for (std::int64_t i = 0; i < 3 * kFrames; ++i) {
        stream.push(film_.latents.narrow(2, i % kFrames, 1), false);
        held.push_back(stream.bytes());
    }
    for (std::size_t i = kFrames; i < held.size(); ++i) EXPECT_EQ(held[i], held[kFrames]);
    stream.push(film_.latents.narrow(2, 0, kFrames), false);  // a large piece leaves no more than a small one
    EXPECT_EQ(stream.bytes(), held.back());
}

TEST_P(VaeStream, TilesInSpaceAreDecodedPieceByPieceToo) {
    const VaeDecodeOptions tiled{.tiling = {.tile = 2, .overlap = 1}};
    const at::Tensor film = at::cat(pushed(vae_, film_.latents, {4, 1, 7, 3}, tiled), 2);
    EXPECT_LT(relative_error(film, vae_.decode(film_.latents, tiled)), 1e-5);
}

TEST_P(VaeStream, AnEndThatIsKnownLateChangesNothing) {
    VaeDecodeStream stream(vae_);
    const at::Tensor begun = stream.push(film_.latents, false), rest = stream.push(film_.latents.narrow(2, 0, 0), true);
    EXPECT_LT(relative_error(at::cat({begun, rest}, 2), vae_.decode(film_.latents)), 1e-5);
}

TEST_P(VaeStream, DecodeNoiseDoesNotDependOnThePieces) {
    const VaeDecodeOptions noisy{.noise_scale = 0.2, .noise_seed = 3};
    const at::Tensor film = at::cat(pushed(vae_, film_.latents, {4, 1, 7, 3}, noisy), 2);
    EXPECT_LT(relative_error(film, vae_.decode(film_.latents, noisy)), 1e-5);
}

INSTANTIATE_TEST_SUITE_P(Published, VaeStream,
                         testing::Combine(testing::Values("0.9", "0.9.1", "0.9.5"), testing::Bool()));

TEST(VaeStreamUse, PiecesOfAnotherShapeAndLatentsAfterTheLastAreRefused) {
    const c10::InferenceMode guard;
    VaeDecodeStream stream(VaeGolden("0.9").load());
    EXPECT_THROW(stream.push(some_latents(1, 1, 2, 2).narrow(2, 0, 0), true), Error);
    stream.push(some_latents(1, 1, 2, 2), false);
    EXPECT_THROW(stream.push(some_latents(1, 1, 2, 3), false), Error);
    EXPECT_THROW(stream.push(some_latents(2, 1, 2, 2), false), Error);
    stream.push(some_latents(1, 1, 2, 2), true);
    EXPECT_THROW(stream.push(some_latents(1, 1, 2, 2), true), Error);
}

TEST(VaeDecodeNoise, MixesNormalNoiseIntoNormalisedLatents) {
    const c10::InferenceMode guard;
    const at::Tensor latents = some_latents(2, 8, 16, 16);  // [2, 6, 8, 16, 16]
    const at::Tensor mixed = DecodeNoise(0.25, 7)(latents),
                     noise = (mixed - latents * 0.75) / 0.25;  // [2, 6, 8, 16, 16]
    EXPECT_NEAR(noise.mean().item<double>(), 0.0, 0.02);
    EXPECT_NEAR(noise.std().item<double>(), 1.0, 0.02);
    EXPECT_NEAR((noise * latents).mean().item<double>(), 0.0, 0.02);
    EXPECT_TRUE(at::equal(mixed, DecodeNoise(0.25, 7)(latents)));
    EXPECT_FALSE(at::allclose(mixed, DecodeNoise(0.25, 8)(latents)));
    EXPECT_TRUE(at::equal(DecodeNoise(0.0, 7)(latents), latents));
    EXPECT_THROW(DecodeNoise(1.5, 7), Error);
}

TEST(VaeDecodeNoise, OnlyADecoderThatIsToldOfItGetsSome) {
    const c10::InferenceMode guard;
    const at::Tensor latents = some_latents(1, 2, 2, 2);
    const VaeDecodeOptions noisy{.noise_scale = 0.5};
    const VideoVae told = VaeGolden("0.9.5").load(), untold = VaeGolden("0.9").load();
    EXPECT_GT(relative_error(told.decode(latents, noisy), told.decode(latents)), 0.1);
    EXPECT_TRUE(at::equal(untold.decode(latents, noisy), untold.decode(latents)));
}

}  // namespace
}  // namespace chladni::ltx
