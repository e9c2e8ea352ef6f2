// What is written out for CPUs gives the numbers of LibTorch's operators.
#include "engine/tensor/row_norm.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <gtest/gtest.h>

#include "engine/tensor/fp8_linear.h"
#include "engine/tensor/kernels.h"
#include "engine/tensor/packed_weight.h"
#include "engine/tensor/step_graph.h"
#include "engine/tensor/stream.h"

namespace chladni {
namespace {

constexpr double kEps = 1e-6;

at::Tensor drawn(at::IntArrayRef shape, std::uint64_t seed, at::ScalarType dtype = at::kBFloat16) {
    return at::randn(shape, at::make_generator<at::CPUGeneratorImpl>(seed)).to(dtype);
}

class RowNorm : public testing::TestWithParam<at::ScalarType> {
protected:
    static at::Tensor drawn(at::IntArrayRef shape, std::uint64_t seed) { return chladni::drawn(shape, seed, GetParam()); }

    // Within what rounding once costs. On other CPUs LibTorch's operators do it, which round after every one, also what is added up to nearly
    // nothing.
    static void expect_near(const at::Tensor& got, const at::Tensor& want) {
        const double once = bf16_kernels() ? 0.005 : 0.08, bound = GetParam() == at::kFloat ? 2e-5 : once;
        EXPECT_EQ(got.scalar_type(), GetParam());
        EXPECT_EQ(got.sizes(), want.sizes());
        EXPECT_LT(((got.to(at::kFloat) - want).abs() / want.abs().clamp_min(0.1)).max().item<double>(), bound);
    }
};

INSTANTIATE_TEST_SUITE_P(Dtypes, RowNorm, testing::Values(at::kBFloat16, at::kFloat));

at::Tensor normed(const at::Tensor& x) { return x.to(at::kFloat) * (x.to(at::kFloat).square().mean(-1, true) + kEps).rsqrt(); }

TEST_P(RowNorm, Alone) {
    const at::Tensor x = drawn({2, 37, 64}, 1);
    expect_near(rms_norm_plain(x, kEps), normed(x));
}

TEST_P(RowNorm, TimesAWeight) {
    const at::Tensor x = drawn({2, 37, 64}, 1), weight = drawn({64}, 2);
    expect_near(rms_norm_weighted(x, weight, kEps), normed(x) * weight.to(at::kFloat));
}

TEST_P(RowNorm, ScaledAndShiftedByRowsOfAnyKind) {
    const at::Tensor x = drawn({2, 37, 64}, 1);
    for (const auto& [films, rows] : {std::pair(1, 1), std::pair(2, 1), std::pair(1, 37), std::pair(2, 37)}) {
        const at::Tensor scale = drawn({films, rows, 64}, 3), shift = drawn({films, rows, 64}, 4);
        expect_near(rms_norm_modulated(x, kEps, scale, shift), normed(x) * scale.to(at::kFloat) + shift.to(at::kFloat));
    }
}

TEST_P(RowNorm, TurnedInPairs) {
    const at::Tensor x = drawn({2, 37, 64}, 1), weight = drawn({64}, 2);
    for (const std::int64_t films : {1, 2}) {
        const at::Tensor angles = at::randn({films, 37, 32}, at::make_generator<at::CPUGeneratorImpl>(5));
        const at::Tensor turns = at::polar(at::ones_like(angles), angles);
        const at::Tensor pairs = at::view_as_complex((normed(x) * weight.to(at::kFloat)).unflatten(-1, {-1, 2}));
        expect_near(rms_norm_turned(x, weight, kEps, turns), at::view_as_real(pairs * turns).flatten(-2));
    }
}

TEST_P(RowNorm, ThenSilu) {
    const at::Tensor x = drawn({2, 3, 4, 5, 32}, 1) * 8, scale = drawn({2, 32}, 3), shift = drawn({2, 32}, 4);
    const auto row = [](const at::Tensor& y) { return y.to(at::kFloat).view({2, 1, 1, 1, 32}); };
    expect_near(rms_norm_silu(x, kEps, {}, {}), at::silu(normed(x)));
    expect_near(rms_norm_silu(x, kEps, scale, shift), at::silu(normed(x) * row(scale) + row(shift)));
}

TEST_P(RowNorm, OfAWidthThatNoLoopsTakeIsLibTorchs) {
    const at::Tensor x = drawn({2, 37, 10}, 1), weight = drawn({10}, 2);
    const at::Tensor want = normed(x) * weight.to(at::kFloat);
    EXPECT_TRUE(at::allclose(rms_norm_weighted(x, weight, kEps).to(at::kFloat), want, 0.02, 0.02));
}

TEST(PackedWeight, GivesTheSameNumbers) {
    for (const at::ScalarType dtype : {at::kFloat, at::kBFloat16}) {
        if (!packs_weights(at::kCPU, dtype)) continue;
        const double bound = dtype == at::kFloat ? 1e-4 : 0.02;
        const at::Tensor x = drawn({2, 37, 64}, 1, dtype), weight = drawn({48, 64}, 2, dtype), bias = drawn({48}, 3, dtype);
        EXPECT_TRUE(at::allclose(packed_linear(x, packed_weight(weight), bias), at::linear(x, weight, bias), bound / 2, bound));
        EXPECT_TRUE(at::allclose(packed_linear(x, packed_weight(weight), {}), at::linear(x, weight), bound / 2, bound));
        const Conv3dShape shape{{1, 1, 1}, {0, 1, 1}};
        const at::Tensor film = drawn({1, 16, 5, 6, 7}, 4, dtype), kernel = drawn({32, 16, 3, 3, 3}, 5, dtype);
        const at::Tensor want = at::conv3d(film, kernel, bias.narrow(0, 0, 32), shape.stride, shape.padding);
        EXPECT_TRUE(at::allclose(packed_conv3d(film, packed_conv3d_weight(kernel, shape), bias.narrow(0, 0, 32), shape), want, bound / 2, 5 * bound));
    }
    EXPECT_TRUE(packs_weights(at::kCPU, at::kFloat));
}

TEST(Fp8Linear, IsNearTheExactProduct) {
    const at::Tensor x = drawn({2, 7, 64}, 1).to(at::kFloat), weight = drawn({48, 64}, 2).to(at::kFloat), bias = drawn({48}, 3).to(at::kFloat);
    const at::Tensor want = at::linear(x, weight, bias), got = fp8_linear(x, Fp8Weight::of(weight), bias);
    ASSERT_EQ(got.sizes(), want.sizes());
    const double error = ((got - want).std() / want.std()).item<double>();
    EXPECT_LT(error, 0.06);
    EXPECT_GT(error, 0.005);
    const Fp8Weight half = Fp8Weight::of(at::full({16, 16}, 0.5f));
    EXPECT_TRUE(at::allclose(fp8_linear(at::ones({1, 16}), half, {}), at::full({1, 16}, 8.0f)));
}

TEST(StepGraph, OnTheCpuRunsTheWorkEveryTime) {
    StepGraph graph;
    int calls = 0;
    for (int i = 1; i <= 4; ++i) {
        const at::Tensor y = graph.run({at::full({2}, i)}, [&](const std::vector<at::Tensor>& in) {
            ++calls;
            return in[0] * 10;
        });
        EXPECT_EQ(y[0].item<int>(), 10 * i);
    }
    EXPECT_EQ(calls, 4);
    EXPECT_FALSE(graph.is_recorded());
}

TEST(StepGraph, OnAGpuReplaysWhatItRecorded) {
    if (!at::hasCUDA() || !at::globalContext().hasCUDA()) GTEST_SKIP() << "no CUDA device";
    if (at::detail::getCUDAHooks().deviceCount() == 0) GTEST_SKIP() << "no CUDA device";
    const at::Device device(at::kCUDA, 0);
    const c10::impl::VirtualGuardImpl guard(at::kCUDA);
    const c10::OptionalStreamGuard on(guard.getStreamFromGlobalPool(device, true));
    StepGraph graph;
    for (int i = 1; i <= 4; ++i) {
        const at::Tensor y = graph.run({at::full({2}, i, device)}, [](const std::vector<at::Tensor>& in) { return in[0] * 10 + 1; });
        EXPECT_EQ(y.cpu()[0].item<int>(), 10 * i + 1);
        EXPECT_EQ(graph.is_recorded(), i > 1);
    }
}

}  // namespace
}  // namespace chladni
