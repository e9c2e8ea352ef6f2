#include "engine/ltx/conditioning.h"

#include <ATen/CPUGeneratorImpl.h>
#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/sampler.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

const LatentGrid kGrid{4, 1, 2, 8, 32, 24.0, true};  // 25 frames

at::Tensor noise() { return at::randn({1, 6, 4, 1, 2}, at::make_generator<at::CPUGeneratorImpl>(1)); }
at::Tensor known(std::int64_t frames) { return at::randn({1, 6, frames, 1, 2}, at::make_generator<at::CPUGeneratorImpl>(2)); }

TEST(Conditioning, WhatBeginsAtFrame0IsMixedIn) {
    const at::Tensor z = known(2);
    const ConditionedTokens made = conditioned(noise(), kGrid, {{z, 0, 0.75, {}}}, {});
    EXPECT_EQ(made.extra, 0);
    const at::Tensor latents = latents_of(made.tokens, 4, 1, 2);
    EXPECT_TRUE(at::allclose(latents.narrow(2, 0, 2), 0.25 * noise().narrow(2, 0, 2) + 0.75 * z));
    EXPECT_TRUE(at::equal(latents.narrow(2, 2, 2), noise().narrow(2, 2, 2)));
    EXPECT_TRUE(at::equal(made.strengths, at::tensor({.75f, .75f, .75f, .75f, 0.f, 0.f, 0.f, 0.f}).unsqueeze(0)));
}

TEST(Conditioning, OneLatentLaterOnIsTokensOfItsOwnAtItsTime) {
    const at::Tensor z = known(1);
    const ConditionedTokens made = conditioned(noise(), kGrid, {{z, 11, 1.0, {}}}, {});
    EXPECT_EQ(made.extra, 2);
    EXPECT_TRUE(at::equal(made.tokens.narrow(1, 0, 2), tokens_of(z)));
    EXPECT_TRUE(at::equal(made.tokens.narrow(1, 2, 8), tokens_of(noise())));
    EXPECT_TRUE(at::allclose(made.coords[0][0].narrow(0, 0, 2), at::full({2}, 11.0 / 24.0)));
    EXPECT_FLOAT_EQ(made.coords[0][0][4].item<float>(), 1.0f / 24.0f);
}

TEST(Conditioning, OfSeveralLatentsTheFirstTwoStandInFrontAndTheOthersAreMixedIn) {
    const at::Tensor z = known(3);
    const ConditionedTokens made = conditioned(noise(), kGrid, {{z, 8, 1.0, {}}}, {});
    EXPECT_EQ(made.extra, 4);
    EXPECT_TRUE(at::allclose(made.coords[0][0].narrow(0, 0, 4), at::tensor({8.f, 8.f, 9.f, 9.f}) / 24.0));
    const at::Tensor latents = latents_of(made.tokens.narrow(1, 4, 8), 4, 1, 2);
    EXPECT_TRUE(at::equal(latents.narrow(2, 3, 1), z.narrow(2, 2, 1)));
    EXPECT_TRUE(at::equal(latents.narrow(2, 0, 3), noise().narrow(2, 0, 3)));
}

TEST(Conditioning, AMaskSaysWhichCellsAreHeld) {
    at::Tensor mask = at::zeros({1, 1, 2});
    mask[0][0][1] = 1.0;
    const ConditionedTokens made = conditioned(noise(), kGrid, {{known(1), 0, 1.0, mask}}, {});
    EXPECT_TRUE(at::equal(made.tokens.select(1, 0), tokens_of(noise()).select(1, 0)));
    EXPECT_TRUE(at::equal(made.tokens.select(1, 1), tokens_of(known(1)).select(1, 1)));
}

TEST(Conditioning, AnItemThatDoesNotFitIsRefused) {
    const auto refused = [&](const ConditioningItem& item) { EXPECT_THROW(conditioned(noise(), kGrid, {item}, {}), Error); };
    refused({known(5), 0, 1.0, {}});
    refused({known(3), 16, 1.0, {}});
    refused({known(2), 4, 1.0, {}});
    refused({known(1), 25, 1.0, {}});
    refused({known(1), -1, 1.0, {}});
    refused({known(1), 0, 1.5, {}});
    refused({known(1).narrow(4, 0, 1), 0, 1.0, {}});
    refused({known(1), 8, 1.0, at::ones({1, 1, 2})});
}

struct Rig {
    Rig() : transformer(model.load()), text(transformer.look_at_text(model.in("encoder_hidden_states").narrow(0, 0, 1), {})) {
        job.noise = noise();
        job.grid = kGrid;
        job.text = &text;
        job.sigmas = {1.0, 0.7, 0.4, 0.0};
    }
    const c10::InferenceMode inference;
    TinyModel model;
    Transformer transformer;
    TextKeys text;
    SampleJob job;
};

TEST(Sample, WhatConditionsWithStrength1ComesBackAsItWasGiven) {
    Rig rig;
    const at::Tensor free = sample(rig.transformer, rig.job);
    for (const Solver solver : {Solver::kEuler, Solver::kAdamsBashforth, Solver::kStochastic}) {
        rig.job.solver = solver;
        rig.job.conditioning_noise = 0.15;
        rig.job.conditioning = {{known(2), 0, 1.0, {}}};
        const at::Tensor made = sample(rig.transformer, rig.job);
        EXPECT_TRUE(at::equal(made.narrow(2, 0, 2), known(2)));
        EXPECT_FALSE(at::allclose(made.narrow(2, 2, 2), free.narrow(2, 2, 2), 1e-2, 1e-2));
    }
}

TEST(Sample, TokensInFrontGuideTheFilmAndAreDropped) {
    Rig rig;
    const at::Tensor free = sample(rig.transformer, rig.job);
    rig.job.conditioning = {{known(1), 20, 1.0, {}}};
    const at::Tensor made = sample(rig.transformer, rig.job);
    EXPECT_EQ(made.sizes(), free.sizes());
    EXPECT_FALSE(at::allclose(made, free, 1e-2, 1e-2));
}

TEST(Sample, FreshNoiseInEveryStepFollowsTheSeed) {
    Rig rig;
    rig.job.solver = Solver::kStochastic;
    rig.job.seed = 1;
    const at::Tensor one = sample(rig.transformer, rig.job);
    EXPECT_TRUE(at::equal(sample(rig.transformer, rig.job), one));
    rig.job.seed = 2;
    EXPECT_FALSE(at::allclose(sample(rig.transformer, rig.job), one, 1e-2, 1e-2));
}

}  // namespace
}  // namespace chladni::ltx
