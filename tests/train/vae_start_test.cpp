#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/video_vae.h"
#include "engine/train/picture_error.h"
#include "engine/train/vae_judge.h"
#include "tests/support/temp_folder.h"
#include "tests/train/small_vae.h"

namespace chladni::train {
namespace {

const SmallVae& small_vae() {
    static const SmallVae vae;
    return vae;
}

TEST(VaeStart, DecodesNoWorseThanTheLinearTransform) {
    const SmallVae& small = small_vae();
    const VaeJudge judge(small.config, small.pyramid, small.held_back, 0.1);
    EXPECT_GT(judge.marks(small.weights, at::kFloat).decoded_db, judge.linear_db() - 0.5);
}

TEST(VaeStart, EncodesToTheTransformsCoefficients) {
    const SmallVae& small = small_vae();
    const VaeMarks marks = VaeJudge(small.config, small.pyramid, small.held_back, 0.1).marks(small.weights, at::kFloat);
    EXPECT_GT(marks.fit, 0.97);
    EXPECT_GT(marks.psnr_db, marks.decoded_db - 1.0);
}

TEST(VaeStart, HardlyLosesInBfloat16) {
    const SmallVae& small = small_vae();
    const VaeJudge judge(small.config, small.pyramid, small.held_back, 0.1);
    EXPECT_GT(judge.marks(small.weights, at::kBFloat16).psnr_db, judge.marks(small.weights, at::kFloat).psnr_db - 0.7);
}

TEST(PictureError, KnowsThePeakAndTheBordersOfCells) {
    const at::Tensor truth = at::zeros({1, 1, 16, 16, 3}), checked = truth.clone();
    checked.narrow(2, 8, 8).add_(0.2);
    PictureError half, plain;
    half.add(checked, truth);
    half.add_seams(checked, truth, 8);
    EXPECT_NEAR(half.psnr_db(), 10.0 * std::log10(4.0 / 0.02), 1e-3);
    EXPECT_GT(half.seams(), 100.0);
    const at::Tensor ramp = at::linspace(-0.5, 0.5, 16).view({1, 1, 16, 1, 1}) + at::linspace(-0.5, 0.5, 16).view({1, 1, 1, 16, 1}) + truth;
    plain.add_seams(ramp, truth, 8);
    EXPECT_NEAR(plain.seams(), 1.0, 1e-3);
}

TEST(VaeStart, IsReadFromItsFolder) {
    const SmallVae& small = small_vae();
    const TempFolder folder;
    write_vae(folder.path() / "vae", SmallVae::geometry(), small.weights);
    const c10::InferenceMode inference;
    const ltx::VideoVae vae = ltx::VideoVae::load(folder.path() / "vae", at::kCPU, at::kFloat);
    const at::Tensor film = small.held_back.film(0).permute({0, 4, 1, 2, 3}), again = vae.decode(vae.encode(film));  // [1, 3, T, H, W]
    EXPECT_LT((again - film).square().mean().item<double>(), 0.01);
}

TEST(VaeStart, AnAutoencoderOfOtherStepsIsRefused) {
    OrderedJson json = SmallVae::geometry();
    json["upsample_residual"] = OrderedJson::array({true});
    const ltx::VaeConfig config = vae_config_of(json);
    EXPECT_THROW(BlockPyramid::of(config, small_vae().films, 10, 1), Error);
}

}  // namespace
}  // namespace chladni::train
