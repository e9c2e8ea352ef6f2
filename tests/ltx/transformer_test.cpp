#include "engine/ltx/transformer.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/coordinates.h"
#include "engine/ltx/rope.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

at::Tensor run(const TinyModel& model, const Transformer& transformer, const at::Tensor& timestep) {
    const TextKeys text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
    return transformer(model.in("hidden_states"), TokenTimes::of(timestep), transformer.rotary(model.in("coords")), text, nullptr);
}

double relative_error(const at::Tensor& got, const at::Tensor& want) {
    return ((got.to(at::kFloat) - want).abs().max() / want.std()).item<double>();
}

TEST(Transformer, GivesWhatDiffusersGivesForATimestepPerRowAndPerToken) {
    const c10::InferenceMode inference;
    const TinyModel model;
    const Transformer transformer = model.load();
    for (const char* times : {"row", "token"})
        EXPECT_LT(relative_error(run(model, transformer, model.in(std::string("timestep.") + times)),
                                 model.golden.at(std::string("out.") + times)), 2e-4) << times;
}

TEST(Transformer, StaysCloseToItInBfloat16) {
    const c10::InferenceMode inference;
    const TinyModel model;
    const at::Tensor got = run(model, model.load(at::kBFloat16), model.in("timestep.token"));
    EXPECT_EQ(got.scalar_type(), at::kBFloat16);
    EXPECT_LT(relative_error(got, model.golden.at("out.token")), 0.2);
}

TEST(Transformer, MaskedTextIsTextLeftOut) {
    const c10::InferenceMode inference;
    const TinyModel model;
    const Transformer transformer = model.load();
    const at::Tensor x = model.in("hidden_states").narrow(0, 1, 1), coords = model.in("coords").narrow(0, 1, 1);
    const at::Tensor embeds = model.in("encoder_hidden_states").narrow(0, 1, 1);
    const at::Tensor mask = model.in("encoder_attention_mask").narrow(0, 1, 1);  // two tokens count
    const TokenTimes times = TokenTimes::of(at::full({1}, 500.0));
    const at::Tensor masked = transformer(x, times, transformer.rotary(coords), transformer.look_at_text(embeds, mask), nullptr);
    const at::Tensor cut =
        transformer(x, times, transformer.rotary(coords), transformer.look_at_text(embeds.narrow(1, 0, 2), {}), nullptr);
    EXPECT_LT(relative_error(masked, cut), 1e-5);
}

TEST(Transformer, AConfigurationThatDisagreesWithTheWeightsIsRefused) {
    const TinyModel model;
    const auto complaint = [&](const char* layers, const char* heads) -> std::string {
        write_text(model.transformer() / "config.json", std::string(R"({"in_channels": 6, "attention_head_dim": 10,
                   "cross_attention_dim": 20, "caption_channels": 10, "num_layers": )") + layers + R"(, "num_attention_heads": )" + heads + "}");
        try {
            model.load();
        } catch (const Error& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_EQ(complaint("2", "2"), "");
    EXPECT_NE(complaint("3", "2").find("missing: transformer_blocks.2"), std::string::npos);
    EXPECT_NE(complaint("1", "2").find("unknown: transformer_blocks.1"), std::string::npos);
    EXPECT_NE(complaint("2", "3").find("cross_attention_dim"), std::string::npos);
    EXPECT_NE(complaint("-1", "2").find("num_layers"), std::string::npos);
    EXPECT_NE(complaint("\"two\"", "2").find("num_layers"), std::string::npos);
}

// Published numbers: the 2B model at latent (1, 2, 3), 24 fps, causal.
TEST(Rotary, TheTableOfThe2BModelHasItsKnownValues) {
    const LatentGrid grid{2, 3, 4, 8, 32, 24.0, true};
    const at::Tensor coords = make_coordinates(grid, at::kCPU);
    const at::Tensor token = coords[0].select(1, (1 * 3 + 2) * 4 + 3);
    EXPECT_FLOAT_EQ(token[0].item<float>(), 1.0f / 24.0f);
    EXPECT_FLOAT_EQ(token[1].item<float>(), 64.0f);
    EXPECT_FLOAT_EQ(token[2].item<float>(), 96.0f);
    const at::Tensor turns = video_rotary(coords, 2048, 10000.0, {20.0, 2048.0, 2048.0})[0][(1 * 3 + 2) * 4 + 3];
    const auto expect_turn = [&](std::int64_t pair, double real, double imaginary, double tolerance) {
        EXPECT_NEAR(at::real(turns[pair]).item<double>(), real, tolerance) << pair;
        EXPECT_NEAR(at::imag(turns[pair]).item<double>(), imaginary, tolerance) << pair;
    };
    expect_turn(0, 1, 0, 0);  // padding
    expect_turn(1, 0.006545, -0.999979, 1e-5);
    expect_turn(2, 0.098017, -0.995185, 1e-5);
    expect_turn(3, 0.146730, -0.989177, 1e-5);
    EXPECT_NEAR(at::real(turns[1 + 3 * 170]).item<double>(), 0.79336, 2e-4);
}

TEST(Coordinates, AFinerAutoencoderHasFinerSteps) {
    const LatentGrid grid{3, 1, 2, 4, 16, 24.0, true};
    const at::Tensor coords = make_coordinates(grid, at::kCPU)[0];  // [3, 6]
    EXPECT_TRUE(at::allclose(coords[0], at::tensor({0.0f, 0.0f, 1.0f, 1.0f, 5.0f, 5.0f}) / 24.0));
    EXPECT_TRUE(at::allclose(coords[2], at::tensor({0.0f, 16.0f, 0.0f, 16.0f, 0.0f, 16.0f})));
    const at::Tensor middles = middle_times(coords.narrow(0, 0, 1), 4.0, 24.0)[0] * 24.0;
    EXPECT_TRUE(at::allclose(middles, at::tensor({0.5, 0.5, 3.0, 3.0, 7.0, 7.0}, at::kDouble)));
}

}  // namespace
}  // namespace chladni::ltx
