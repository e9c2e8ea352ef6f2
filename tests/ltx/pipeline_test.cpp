#include "engine/ltx/ltx_pipeline.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/synth_model.h"
#include "engine/ltx/two_pass.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {
namespace {

class PipelineTest : public testing::Test {
protected:
    PipelineTest() : pipeline_(load()) {
        call_.prompt = "ink";
        call_.num_inference_steps = 2;
        call_.guidance_scale = 1.0;
    }

    LtxPipeline load() const {
        synthesize_model(folder_.path() / "model", "tiny", 1);
        return {LtxModel::load(folder_.path() / "model", at::kCPU, at::kFloat), at::kCPU};
    }

    AudioTokens sound(double energy) const {
        AudioTokens audio;
        audio.dim = 64;
        for (int k = 0; k < 3; ++k) audio.times_s.push_back((k + 0.5) / 6);
        audio.values.assign(3 * audio.dim, static_cast<float>(energy));
        for (std::size_t i = 0; i < audio.values.size(); i += 3) audio.values[i] = 1.0f;
        return audio;
    }

    const c10::InferenceMode inference_;
    TempFolder folder_;
    LtxPipeline pipeline_;
    LtxCall call_;
};

TEST_F(PipelineTest, TheSameCallGivesTheSameLatentsAndAnotherSeedOthers) {
    const at::Tensor first = pipeline_.latents(call_);
    EXPECT_EQ(first.sizes(), at::IntArrayRef({1, 8, 4, 2, 4}));
    EXPECT_TRUE(at::equal(pipeline_.latents(call_), first));
    call_.seed = 2;
    EXPECT_FALSE(at::allclose(pipeline_.latents(call_), first, 1e-2, 1e-2));
}

TEST_F(PipelineTest, AtAudioScaleZeroTheSoundIsNotThere) {
    const at::Tensor silent = pipeline_.latents(call_);
    call_.audio = sound(0.3);
    EXPECT_FALSE(at::equal(pipeline_.latents(call_), silent));
    call_.audio_scale = 0;
    EXPECT_TRUE(at::equal(pipeline_.latents(call_), silent));
    call_.audio_scale = 1;
    call_.audio_scale_curve = {0, 0, 0, 0};
    EXPECT_TRUE(at::equal(pipeline_.latents(call_), silent));
    call_.audio_scale_curve = {0, 0};
    EXPECT_THROW(pipeline_.latents(call_), Error);
}

TEST_F(PipelineTest, GuidanceLeansOnTheNegativePrompt) {
    const at::Tensor plain = pipeline_.latents(call_);
    call_.guidance_scale = 3.0;
    call_.negative_prompt = "neon";
    const at::Tensor away = pipeline_.latents(call_);
    EXPECT_FALSE(at::allclose(away, plain, 1e-3, 1e-3));
    call_.negative_prompt = "ink";  // away from the prompt itself is nowhere
    EXPECT_TRUE(at::allclose(pipeline_.latents(call_), plain, 1e-3, 1e-3));
}

TEST_F(PipelineTest, AFilmIsMadeOverFromTheFirstLevelOn) {
    const at::Tensor known = at::ones({1, 8, 4, 2, 4});
    call_.latents = known;
    call_.sigmas = {1e-5, 0.0};
    EXPECT_TRUE(at::allclose(pipeline_.latents(call_), known, 1e-3, 1e-3));
    call_.sigmas = {1.0, 0.0};
    EXPECT_FALSE(at::allclose(pipeline_.latents(call_), known, 1e-1, 1e-1));
}

TEST_F(PipelineTest, AClipHoldsToTheFilmThatItGoesOnFrom) {
    const at::Tensor before = pipeline_.encode(at::rand({1, 3, 5, 32, 64}) * 2 - 1);  // [1, 8, 2, 2, 4]
    call_.conditioning = {{before, 0, 1.0, {}}};
    EXPECT_TRUE(at::equal(pipeline_.latents(call_).narrow(2, 0, 2), before));
}

TEST_F(PipelineTest, ALongFilmIsDecodedPieceByPieceToTheSameFrames) {
    const at::Tensor latents = at::randn({1, 8, 19, 2, 4});
    const at::Tensor whole = pipeline_.model().vae.decode(latents), pieces = pipeline_.decode(latents);
    ASSERT_EQ(pieces.sizes(), whole.sizes());
    EXPECT_LT(((pieces - whole).abs().max() / whole.std()).item<double>(), 1e-4);
}

TEST_F(PipelineTest, SizesThatTheAutoencoderCannotMakeAreTheCallersMistake) {
    call_.width = 65;
    EXPECT_THROW(pipeline_.latents(call_), UsageError);
    call_.width = 0;
    call_.num_frames = 12;
    EXPECT_THROW(pipeline_.latents(call_), UsageError);
}

TEST_F(PipelineTest, TheFirstOfTwoPassesIsTwoThirdsAsLargeInWholeCells) {
    call_.width = 144;
    call_.height = 96;
    const TwoPassSize size = first_size(pipeline_, call_, {});
    EXPECT_EQ(size.width, 96);
    EXPECT_EQ(size.height, 64);
    EXPECT_EQ(resized(at::rand({1, 3, 2, 8, 8}), 4, 6).sizes(), at::IntArrayRef({1, 3, 2, 4, 6}));
}

}  // namespace
}  // namespace chladni::ltx
