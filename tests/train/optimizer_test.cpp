#include <gtest/gtest.h>

#include "engine/train/learning_rate.h"
#include "engine/train/moving_average.h"
#include "engine/train/optimizer.h"

namespace chladni::train {
namespace {

TEST(OptimizerTest, TheFirstStepOfAdamWIsTheRateAgainstTheSignOfTheGradient) {
    NamedTensors weights{{"bias", at::tensor({1.0f, 2.0f, 3.0f})}};
    const NamedTensors gradients{{"bias", at::tensor({0.5f, -4.0f, 0.001f})}};
    Optimizer({.adam = 0.1}).step(weights, gradients, 1.0);
    EXPECT_TRUE(at::allclose(weights["bias"], at::tensor({0.9f, 2.1f, 2.9f}), 0, 1e-4));
}

TEST(OptimizerTest, TablesOfTokensHaveARateOfTheirOwn) {
    NamedTensors weights{{"text_encoder.shared.weight", at::zeros({2, 2})}, {"bias", at::zeros({2})}};
    const NamedTensors gradients{{"text_encoder.shared.weight", at::ones({2, 2})}, {"bias", at::ones({2})}};
    Optimizer({.adam = 0.1, .embedding = 0.5}).step(weights, gradients, 1.0);
    EXPECT_TRUE(at::allclose(weights["text_encoder.shared.weight"], at::full({2, 2}, -0.5), 0, 1e-4));
    EXPECT_TRUE(at::allclose(weights["bias"], at::full({2}, -0.1), 0, 1e-4));
}

TEST(OptimizerTest, LayersOfATextEncoderMoveByAPartOfTheRates) {
    const std::string layer = "encoder.block.0.layer.1.DenseReluDense.wo.weight", norm = "encoder.block.0.layer.1.layer_norm.weight";
    NamedTensors weights, gradients;
    for (const std::string part : {"text_encoder/", "other/"}) {
        weights[part + layer] = at::zeros({4, 4}), gradients[part + layer] = at::eye(4);
        weights[part + norm] = at::zeros({4}), gradients[part + norm] = at::ones({4});
    }
    Optimizer({.adam = 0.1, .matrix = 0.1, .text_part = 0.25}).step(weights, gradients, 1.0);
    for (const std::string& name : {layer, norm}) {
        EXPECT_GT(weights["other/" + name].abs().max().item<float>(), 0.01f) << name;
        EXPECT_TRUE(at::allclose(weights["text_encoder/" + name], 0.25 * weights["other/" + name], 0, 1e-6)) << name;
    }
}

TEST(OptimizerTest, WeightDecayPullsMatricesAndNotVectors) {
    NamedTensors weights{{"matrix", at::ones({2, 2})}, {"bias", at::ones({2})}};
    const NamedTensors gradients{{"matrix", at::zeros({2, 2})}, {"bias", at::zeros({2})}};
    Optimizer({.adam = 0.1, .weight_decay = 0.5}).step(weights, gradients, 1.0);
    EXPECT_TRUE(at::allclose(weights["matrix"], at::full({2, 2}, 0.95)));
    EXPECT_TRUE(at::equal(weights["bias"], at::ones({2})));
}

TEST(OptimizerTest, OrthogonalizedMatricesHaveSingularValuesNearOne) {
    at::manual_seed(1);
    const at::Tensor made = orthogonalized(at::randn({3, 24, 16}));  // [3, 24, 16]
    const at::Tensor values = at::linalg_svdvals(made);              // [3, 16]
    EXPECT_GT(values.min().item<double>(), 0.5);
    EXPECT_LT(values.max().item<double>(), 1.35);
}

TEST(OptimizerTest, AMuonStepHasTheSameSizeWhateverTheGradients) {
    at::manual_seed(2);
    const at::Tensor gradient = at::randn({16, 32});
    for (const double loud : {1e-3, 1e3}) {
        NamedTensors weights{{"blocks.0.weight", at::zeros({16, 32})}};
        Optimizer({.adam = 1.0, .matrix = 0.01}).step(weights, {{"blocks.0.weight", gradient * loud}}, 1.0);
        EXPECT_NEAR(weights["blocks.0.weight"].square().mean().sqrt().item<double>(), 0.01 * 0.2, 0.0006) << loud;
    }
}

TEST(OptimizerTest, GoesOnFromItsState) {
    at::manual_seed(3);
    const NamedTensors gradients{{"blocks.0.weight", at::randn({4, 4})}, {"bias", at::randn({4})}};
    NamedTensors one{{"blocks.0.weight", at::ones({4, 4})}, {"bias", at::ones({4})}}, other{{"blocks.0.weight", at::ones({4, 4})}, {"bias", at::ones({4})}};
    Optimizer whole({.adam = 0.1, .matrix = 0.1}), first({.adam = 0.1, .matrix = 0.1}), second({.adam = 0.1, .matrix = 0.1});
    for (int i = 0; i < 4; ++i) whole.step(one, gradients, 1.0);
    for (int i = 0; i < 2; ++i) first.step(other, gradients, 1.0);
    second.set_state(first.state());
    for (int i = 0; i < 2; ++i) second.step(other, gradients, 1.0);
    for (const auto& [name, weight] : one) EXPECT_TRUE(at::equal(weight, other[name])) << name;
}

TEST(OptimizerTest, GradientsAreScaledToTheLengthAllowed) {
    NamedTensors gradients{{"a", at::tensor({3.0f})}, {"b", at::tensor({4.0f})}};
    EXPECT_NEAR(clip_gradients(gradients, 1.0), 5.0, 1e-6);
    EXPECT_NEAR(gradients["a"].item<double>(), 0.6, 1e-6);
    EXPECT_NEAR(gradients["b"].item<double>(), 0.8, 1e-6);
    EXPECT_NEAR(clip_gradients(gradients, 2.0), 1.0, 1e-6);
    EXPECT_NEAR(gradients["a"].item<double>(), 0.6, 1e-6);
}

TEST(LearningRateTest, WarmsUpInAStraightLineAndFallsAsACosine) {
    EXPECT_DOUBLE_EQ(learning_rate(0, 100, 10), 0.1);
    EXPECT_DOUBLE_EQ(learning_rate(9, 100, 10), 1.0);
    EXPECT_DOUBLE_EQ(learning_rate(10, 100, 10), 1.0);
    EXPECT_NEAR(learning_rate(55, 100, 10, 0.0), 0.5, 1e-12);
    EXPECT_NEAR(learning_rate(100, 100, 10, 0.05), 0.05, 1e-12);
}

TEST(MovingAverageTest, SettlesOnWhatStays) {
    MovingAverage average(0.9);
    for (int i = 0; i < 200; ++i) average.add({{"w", at::full({2}, 3.0)}}, i);
    average.add({{"w", at::full({2}, 4.0)}}, 200);
    EXPECT_TRUE(at::allclose(average.values().at("w"), at::full({2}, 3.1)));
}

}  // namespace
}  // namespace chladni::train
