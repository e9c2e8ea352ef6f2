#include "engine/ltx/prompt_blend.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/prompt_cache.h"
#include "tests/ltx/tiny_model.h"

namespace chladni::ltx {
namespace {

// "text=weight|text=weight"
std::string parsed(const std::string& prompt) {
    std::string text;
    for (const WeightedText& part : parse_blend(prompt))
        text += (text.empty() ? "" : "|") + part.text + "=" + std::to_string(std::lround(part.weight * 100));
    return text;
}

TEST(PromptBlend, EachTextEndsInItsWeightAndTheyAddUpToOne) {
    EXPECT_EQ(parsed("ink drops::0.7 neon tunnel::0.3"), "ink drops=70|neon tunnel=30");
    EXPECT_EQ(parsed("ink::3 neon::1"), "ink=75|neon=25");
    EXPECT_EQ(parsed("ink::1\n neon"), "ink=50|neon=50");
    EXPECT_EQ(parsed("ink::1 fog::0 neon::1"), "ink=50|neon=50");
    EXPECT_EQ(parsed("a film, 16:9::1 b::.5 c::.5 "), "a film, 16:9=50|b=25|c=25");
}

TEST(PromptBlend, WhatIsNoListIsOneTextAsItStands) {
    for (const char* prompt : {"ink drops", "", " ink ", "std::string", "ink::-1 neon::2", "ink::-0 neon::2",
                               "ink::0.5x neon::2", "ink:: neon::2", "::0.5 neon::2", "ink::nan", "ink::inf neon::1",
                               "ink::0 neon::0", "ink::0,7 neon::0,3", "ink::1e308 neon::1e308"})
        EXPECT_EQ(parsed(prompt), std::string(prompt) + "=100");
}

TEST(PromptBlend, TheWordForItsKindIsLinearOrSlerp) {
    EXPECT_EQ(blend_kind_from("linear"), BlendKind::kLinear);
    EXPECT_EQ(blend_kind_from("slerp"), BlendKind::kSlerp);
    EXPECT_THROW(blend_kind_from("cubic"), UsageError);
}

TEST(PromptBlend, AlongTheLineShorterOnesGoOnAsZeros) {
    const at::Tensor a = at::full({1, 1, 2}, 4.0f), b = at::full({1, 3, 2}, 8.0f);
    const at::Tensor mixed = blend({a, b}, {0.25, 0.75}, BlendKind::kLinear);  // [1, 3, 2]
    EXPECT_EQ(mixed.sizes(), at::IntArrayRef({1, 3, 2}));
    EXPECT_FLOAT_EQ(mixed[0][0][0].item<float>(), 7.0f);
    EXPECT_FLOAT_EQ(mixed[0][2][1].item<float>(), 6.0f);
    const at::Tensor c = at::full({1, 1, 2}, 20.0f);
    EXPECT_FLOAT_EQ(blend({a, a, c}, {0.25, 0.25, 0.5}, BlendKind::kLinear)[0][0][0].item<float>(), 12.0f);
}

TEST(PromptBlend, AlongTheArcTheLengthStays) {
    const at::Tensor a = at::tensor({2.0f, 0.0f}).view({1, 1, 2}), b = at::tensor({0.0f, 2.0f}).view({1, 1, 2});
    const at::Tensor half = blend({a, b}, {0.5, 0.5}, BlendKind::kSlerp);
    EXPECT_NEAR(half.norm().item<float>(), 2.0, 1e-5);
    EXPECT_NEAR(half[0][0][0].item<float>(), std::sqrt(2.0), 1e-5);
    const at::Tensor third = blend({a, b}, {2.0 / 3, 1.0 / 3}, BlendKind::kSlerp);
    EXPECT_NEAR(std::atan2(third[0][0][1].item<float>(), third[0][0][0].item<float>()), M_PI / 6, 1e-5);
    EXPECT_NEAR(blend({a, b * 2}, {0.5, 0.5}, BlendKind::kSlerp).norm().item<float>(), 3.0, 1e-5);
}

TEST(PromptBlend, WhereThereIsNoArcItIsTheLine) {
    const at::Tensor a = at::tensor({2.0f, 0.0f}).view({1, 1, 2});
    for (const at::Tensor& b : {a, -a, at::zeros_like(a)})
        EXPECT_TRUE(at::allclose(blend({a, b}, {0.5, 0.5}, BlendKind::kSlerp), (a + b) / 2));
}

TEST(PromptBlend, OneTextIsUntouchedAndTheDtypeStays) {
    const at::Tensor a = at::randn({1, 2, 4}).to(at::kBFloat16);
    EXPECT_TRUE(at::equal(blend({a}, {1.0}, BlendKind::kSlerp), a));
    EXPECT_EQ(blend({a, a * 2}, {0.5, 0.5}, BlendKind::kLinear).scalar_type(), at::kBFloat16);
    EXPECT_THROW(blend({}, {}, BlendKind::kLinear), Error);
    EXPECT_THROW(blend({a}, {}, BlendKind::kLinear), Error);
}

TEST(PromptBlend, WhatTheTransformerSeesMovesFromOnePromptToTheOther) {
    const c10::InferenceMode guard;
    const TinyModel made;
    LtxModel model = LtxModel::load(made.path(), at::kCPU, at::kFloat);
    PromptCache cache(model);
    const auto keys = [&](const std::string& prompt) {
        return cache.keys(prompt, "", false).blocks.front().keys.clone();
    };  // [1, heads, T, d]
    const at::Tensor whole = keys("ink drops");
    EXPECT_TRUE(at::equal(keys("ink drops::2"), whole));
    const auto distance = [&](const std::string& prompt) {
        const at::Tensor other = keys(prompt);
        const std::int64_t shared = std::min(whole.size(2), other.size(2));
        return (other.narrow(2, 0, shared) - whole.narrow(2, 0, shared)).norm().item<float>();
    };
    EXPECT_GT(distance("ink drops::0.9 neon tunnel::0.1"), 0);
    EXPECT_LT(distance("ink drops::0.9 neon tunnel::0.1"), distance("ink drops::0.1 neon tunnel::0.9"));
}

}  // namespace
}  // namespace chladni::ltx
