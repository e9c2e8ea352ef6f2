#include "engine/tensor/attend.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace chladni {
namespace {

class Attend : public testing::TestWithParam<at::ScalarType> {
protected:
    // Heads side by side, as a linear layer leaves them: [batch, 3, count, width] with strides.
    static at::Tensor heads(std::int64_t batch, std::int64_t count, std::int64_t width) {
        return at::randn({batch, count, 3, width}).to(GetParam()).transpose(1, 2);
    }

    static at::Tensor reference(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, const at::Tensor& bias = {}) {
        const auto exact = [](const at::Tensor& x) { return x.to(at::kDouble); };
        return at::scaled_dot_product_attention(exact(q), exact(k), exact(v), bias.defined() ? std::optional(exact(bias)) : std::nullopt);
    }

    static void expect_near(const at::Tensor& got, const at::Tensor& want, const std::string& where, double rounding = 0.02) {
        EXPECT_EQ(got.scalar_type(), GetParam());
        EXPECT_EQ(got.sizes(), want.sizes());
        EXPECT_LT((got.to(at::kDouble) - want).abs().max().item<double>(), GetParam() == at::kFloat ? 1e-5 : rounding) << where;
    }
};

INSTANTIATE_TEST_SUITE_P(Dtypes, Attend, testing::Values(at::kBFloat16, at::kFloat));

TEST_P(Attend, IsTheSoftmaxOfTheProductsForAnyNumbersOfRowsAndKeys) {
    for (const auto& [rows, keys, width] : {std::tuple(7, 256, 64), std::tuple(65, 301, 32), std::tuple(8, 1040, 128), std::tuple(21, 1, 64),
                                            std::tuple(13, 12, 64), std::tuple(5, 33, 40)}) {
        const at::Tensor q = heads(2, rows, width) * 2, k = heads(2, keys, width), v = heads(2, keys, width);
        expect_near(attend(q, k, v, {}), reference(q, k, v), std::to_string(keys) + " keys of " + std::to_string(width));
    }
}

TEST_P(Attend, VeryLargeLogitsStayFinite) {
    const at::Tensor q = heads(1, 16, 32) * 300, k = heads(1, 320, 32) * 300, v = heads(1, 320, 32);
    const at::Tensor got = attend(q, k, v, {});
    EXPECT_TRUE(at::isfinite(got).all().item<bool>());
    if (GetParam() == at::kBFloat16) expect_near(got, reference(q, k, v), "large", 0.05);
}

TEST_P(Attend, ABiasOfAnyShapeIsAdded) {
    const at::Tensor q = heads(2, 19, 32), k = heads(2, 40, 32), v = heads(2, 40, 32);
    for (const auto& [films, of_heads, rows, keys] : {std::tuple(1, 1, 1, 40), std::tuple(2, 1, 19, 40), std::tuple(1, 3, 19, 40), std::tuple(2, 3, 19, 1)}) {
        const at::Tensor bias = at::randn({films, of_heads, rows, keys}).to(GetParam());
        expect_near(attend(q, k, v, bias), reference(q, k, v, bias.expand({films, of_heads, rows, 40})), std::to_string(rows) + " rows");
    }
}

TEST_P(Attend, WhatABiasRulesOutIsNotSeen) {
    const at::Tensor q = heads(1, 16, 32), k = heads(1, 320, 32), v = heads(1, 320, 32);
    at::Tensor bias = at::zeros({1, 1, 1, 320}, GetParam());
    bias.narrow(3, 256, 64).fill_(-INFINITY);
    expect_near(attend(q, k, v, bias), reference(q, k.narrow(2, 0, 256), v.narrow(2, 0, 256)), "ruled out");
}

TEST(GeluTanh, IsLibTorchs) {
    const at::Tensor x = at::cat({at::linspace(-12, 12, 1001), at::tensor({-1e12f, 1e12f, 0.0f})});
    const at::Tensor half = x.to(at::kBFloat16);
    EXPECT_TRUE(at::allclose(gelu_tanh(x.clone()), at::gelu(x, "tanh"), 1e-6, 1e-6));
    EXPECT_TRUE(at::allclose(gelu_tanh(half.clone()).to(at::kFloat), at::gelu(half.to(at::kFloat), "tanh"), 1e-2, 1e-3));
}

}  // namespace
}  // namespace chladni
