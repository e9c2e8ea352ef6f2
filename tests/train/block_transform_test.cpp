#include "engine/train/block_transform.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/TensorIndexing.h>
#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/train/block_pyramid.h"
#include "engine/train/vae_start.h"

namespace chladni::train {
namespace {

at::Generator random_numbers(std::uint64_t seed) { return at::make_generator<at::CPUGeneratorImpl>(seed); }

TEST(Blocks, AreCountedAsACausalAutoencoderDoes) {
    const at::Tensor film = at::rand({1, 9, 8, 16, 3}, random_numbers(1));
    const BlockShape shape{4, 8};
    const at::Tensor blocks = blocks_of(film, shape);
    ASSERT_EQ(blocks.sizes(), at::IntArrayRef({1, 3, 1, 2, shape.numbers()}));
    const at::Tensor first = blocks[0][0][0][1].view({4, 3, 8, 8});   // [t, 3, x, y]
    for (int t = 0; t < 4; ++t) EXPECT_TRUE(at::equal(first[t], film[0][0].narrow(1, 8, 8).permute({2, 1, 0})));
    const at::Tensor second = blocks[0][1][0][0].view({4, 3, 8, 8});
    EXPECT_EQ(second[2][1][5][3].item<float>(), film[0][3][3][5][1].item<float>());
    EXPECT_TRUE(at::equal(film_of(blocks, shape), film));
}

TEST(Blocks, OfFewDirectionsAreGivenBackByAsManyNumbers) {
    const BlockShape shape{2, 4};
    const at::Tensor directions = at::randn({3, shape.numbers()}, random_numbers(2)), mean = at::randn({shape.numbers()}, random_numbers(3));
    const auto made = [&](std::int64_t count, std::uint64_t seed) { return at::matmul(at::randn({count, 3}, random_numbers(seed)), directions) + mean; };
    BlockStatistics statistics(shape);
    statistics.add(made(300, 4));
    statistics.add(made(200, 5));
    const BlockTransform transform = statistics.transform(8);
    EXPECT_LT((transform.variances[3] / transform.variances[0]).item<double>(), 1e-5);
    BlockTransform three = transform;
    three.basis = transform.basis.narrow(1, 0, 3);
    const at::Tensor film = film_of(made(2 * 3 * 2, 6).view({1, 2, 3, 2, shape.numbers()}), {2, 4}), again = three.film(three.coefficients(film));
    EXPECT_LT((again - film).narrow(1, 1, 2).abs().max().item<double>(), 1e-3);   // the first frame is no such block: its frames are equal
}

TEST(Blocks, MoreComponentsThanBlocksAreRefused) {
    BlockStatistics statistics({1, 4});
    statistics.add(at::rand({10, 48}));
    EXPECT_THROW(statistics.transform(10), Error);
}

TEST(Spread, KeepsTheOrderAndAMeanVarianceOfOne) {
    const at::Tensor variances = at::tensor({100.0f, 10.0f, 1.0f, 0.1f}), spread = spread_of(variances);
    const at::Tensor left = variances / spread.square();
    EXPECT_NEAR(left.mean().item<double>(), 1.0, 1e-5);
    EXPECT_NEAR((left[0] / left[2]).item<double>(), std::pow(100.0, 0.4), 1e-3);
}

// A convolution is found again from what it does, at the borders too.
class FittedKernelOf : public testing::TestWithParam<bool> {};

TEST_P(FittedKernelOf, AConvolutionIsThatConvolution) {
    NamedTensors weights{{"conv.weight", at::randn({5, 4, 3, 3, 3}, random_numbers(7))}, {"conv.bias", at::randn({5}, random_numbers(8))}};
    const ltx::VaeConv conv = convolution_of(weights, "conv", GetParam());
    TapFit fit(GetParam(), random_numbers(9));
    for (std::uint64_t i = 0; i < 3; ++i) {
        const at::Tensor x = at::randn({1, 5, 6, 6, 4}, random_numbers(10 + i));
        ltx::VaeMemory memory;
        fit.add(x, conv(x, memory), 400);
    }
    const FittedKernel found = fit.solve(1e-9);
    EXPECT_LT((found.weight - weights["conv.weight"]).abs().max().item<double>(), 1e-3);
    EXPECT_LT((found.bias - weights["conv.bias"]).abs().max().item<double>(), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Both, FittedKernelOf, testing::Bool());

// A corner shows by the zeros that are padded there, and is a place in thousands: it must be among those that are gathered all the same.
TEST(FittedKernel, KnowsTheCorners) {
    at::Tensor corner = at::zeros({1, 3, 60, 60, 1});  // [1, T, H, W, 1]
    corner.index_put_({at::indexing::Slice(), at::indexing::Slice(), 0, 0, 0}, 1.0f);
    const at::Tensor x = at::ones({1, 3, 60, 60, 1});
    TapFit fit(false, random_numbers(4));
    for (int i = 0; i < 4; ++i) fit.add(x, corner, 500);
    const FittedKernel found = fit.solve(1e-9);
    const at::Tensor made = at::conv3d(x.permute({0, 4, 1, 2, 3}), found.weight, found.bias, {1, 1, 1}, {0, 1, 1});  // [1, 1, 1, 60, 60]
    EXPECT_NEAR(made[0][0][0][0][0].item<float>(), 1.0f, 0.05f);
    EXPECT_NEAR(made[0][0][0][0][30].item<float>(), 0.0f, 0.05f);
    EXPECT_NEAR(made[0][0][0][30][30].item<float>(), 0.0f, 0.05f);
}

TEST(FittedKernel, OfNothingIsRefused) { EXPECT_THROW(TapFit(true, random_numbers(1)).solve(1e-3), Error); }

}  // namespace
}  // namespace chladni::train
