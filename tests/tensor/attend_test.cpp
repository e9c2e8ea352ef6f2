#include "engine/tensor/attend.h"

#include <gtest/gtest.h>

namespace chladni {
namespace {

// Heads side by side, as a linear layer leaves them: [1, heads, count, d] with strides.
at::Tensor heads(std::int64_t batch, std::int64_t count, std::int64_t width) {
    return at::randn({batch, count, 3, width}).to(at::kBFloat16).transpose(1, 2);
}

TEST(Attend, LongSequencesInBfloat16AreWhatFloat32Gives) {
    for (const auto& [rows, keys, width] : {std::tuple(7, 256, 64), std::tuple(65, 301, 32), std::tuple(8, 1040, 128)}) {
        const at::Tensor q = heads(2, rows, width) * 2, k = heads(2, keys, width), v = heads(2, keys, width);
        const at::Tensor want = at::scaled_dot_product_attention(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat));
        const at::Tensor got = attend(q, k, v, {});
        EXPECT_EQ(got.sizes(), want.sizes());
        EXPECT_LT((got.to(at::kFloat) - want).abs().max().item<float>(), 0.02) << rows << " " << keys << " " << width;
    }
}

TEST(Attend, VeryLargeLogitsStayFinite) {
    const at::Tensor q = heads(1, 16, 32) * 300, k = heads(1, 320, 32) * 300, v = heads(1, 320, 32);
    const at::Tensor want = at::scaled_dot_product_attention(q.to(at::kFloat), k.to(at::kFloat), v.to(at::kFloat));
    EXPECT_LT((attend(q, k, v, {}).to(at::kFloat) - want).abs().max().item<float>(), 0.05);
}

TEST(Attend, ABiasIsHeeded) {
    const at::Tensor q = heads(1, 16, 32), k = heads(1, 320, 32), v = heads(1, 320, 32);
    at::Tensor bias = at::zeros({1, 1, 1, 320}, at::kBFloat16);
    bias.narrow(3, 256, 64).fill_(-INFINITY);
    EXPECT_LT((attend(q, k, v, bias) - attend(q, k.narrow(2, 0, 256), v.narrow(2, 0, 256), {})).abs().max().item<float>(), 0.02);
}

TEST(GeluTanh, Bfloat16IsWhatFloat32Gives) {
    const at::Tensor x = at::cat({at::linspace(-12, 12, 1001), at::tensor({-1e30f, 1e30f, 0.0f})}).to(at::kBFloat16);
    const at::Tensor want = at::gelu(x.to(at::kFloat), "tanh");
    EXPECT_TRUE(at::allclose(gelu_tanh(x.clone()).to(at::kFloat), want, 1e-2, 1e-3));
}

}  // namespace
}  // namespace chladni
