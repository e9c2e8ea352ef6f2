#include "engine/ltx/deblock.h"

#include <gtest/gtest.h>

namespace chladni::ltx {
namespace {

constexpr std::int64_t kCell = 16;

TEST(DeblockTest, LeavesAnEvenPictureAsItIs) {
    const at::Tensor x = at::arange(48, at::kFloat).view({1, 48}) * 0.02, y = at::arange(32, at::kFloat).view({32, 1}) * -0.03;
    const at::Tensor plane = (x + y).expand({1, 3, 5, 32, 48});
    EXPECT_TRUE(at::allclose(deblocked(plane, kCell, 4), plane, 0, 2e-3));
}

// Cells of one grey each: a step of 1 from cell to cell.
TEST(DeblockTest, MakesAStepBetweenCellsASlope) {
    const at::Tensor stairs = at::arange(3, at::kFloat).repeat_interleave(kCell).expand({1, 3, 1, 32, 48});
    const at::Tensor soft = deblocked(stairs, kCell, 1)[0][1][0][5];  // [48]
    const at::Tensor steps = soft.narrow(0, 1, 47) - soft.narrow(0, 0, 47);
    EXPECT_LT(steps.max().item<float>(), 1.0f / 8);
    EXPECT_GT(steps.min().item<float>(), -0.02f) << "next to nothing swings back";
    EXPECT_NEAR(soft[4].item<float>(), 0.0f, 1e-6f) << "at the picture's edge nothing is done";
    EXPECT_NEAR((soft[15] + soft[16]).item<float>(), 1.0f, 1e-3f) << "the border stays where it is";
    const at::Tensor upright = deblocked(stairs.transpose(-1, -2).contiguous(), kCell, 1).transpose(-1, -2)[0][1][0][5];
    EXPECT_TRUE(at::allclose(upright, soft, 0, 1e-5)) << "from top to bottom as from left to right";
}

// A CPU takes a hundred times as long over numbers that are nearly nothing.
TEST(DeblockTest, NoPixelHasASubnormalShareInAnother) {
    at::Tensor points = at::zeros({1, 3, 1, 128, 256});
    points.slice(-2, 0, 128, 16).slice(-1, 3, 256, 16).fill_(1.0f);
    const at::Tensor soft = deblocked(points, kCell, 4).abs();
    EXPECT_EQ(((soft > 0) & (soft < 1.2e-38f)).sum().item<std::int64_t>(), 0);
}

TEST(DeblockTest, InTheMiddleOfACellAnEdgeStays) {
    at::Tensor edge = at::zeros({1, 3, 1, 32, 48});
    edge.narrow(4, 24, 24).fill_(1.0);
    const at::Tensor row = deblocked(edge, kCell, 1)[0][1][0][5];
    EXPECT_GT((row[24] - row[23]).item<float>(), 0.95f);
    EXPECT_TRUE(at::equal(deblocked(edge, 1, 1), edge)) << "no cells";
    EXPECT_TRUE(at::allclose(deblocked(edge, 64, 1), edge, 0, 1e-6)) << "one cell";
}

// One grey a cell: frame 0, frames 1 to 4, frames 5 to 8.
TEST(DeblockTest, FramesAtABorderInTimeTakeASixthOfEachOther) {
    const at::Tensor grey = at::tensor({0.0f, 1.0f, 1.0f, 1.0f, 1.0f, 3.0f, 3.0f, 3.0f, 3.0f});
    const at::Tensor film = grey.view({1, 1, 9, 1, 1}).expand({1, 3, 9, 32, 48});
    const at::Tensor soft = deblocked(film, kCell, 4)[0][2].select(2, 7).select(1, 9);  // [9]
    EXPECT_TRUE(at::allclose(soft, at::tensor({0.1667f, 0.8333f, 1.0f, 1.0f, 1.3333f, 2.6667f, 3.0f, 3.0f, 3.0f}), 0, 5e-3));
    EXPECT_TRUE(at::equal(film[0][0].select(2, 0).select(1, 0), grey)) << "what is given stays";
}

// 0 was shown, so only the 3 behind it can give way: it stands then as far from it as two frames that share do, 3 * (1 - 2 / 6).
TEST(DeblockTest, AFrameAfterOneThatWasShownTakesTheShareOfBoth) {
    const at::Tensor film = at::tensor({0.0f, 3.0f, 3.0f, 3.0f, 3.0f}).view({1, 1, 5, 1, 1}).expand({1, 3, 5, 32, 48});
    const at::Tensor after = deblocked_after(deblocked(film, kCell, 4).narrow(2, 1, 1), film.narrow(2, 0, 1));  // [1, 3, 1, 32, 48]
    EXPECT_TRUE(at::allclose(after, at::full_like(after, 2.0f), 0, 5e-3));
}

}  // namespace
}  // namespace chladni::ltx
