#include "engine/ltx/guidance.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/denoise.h"
#include "engine/ltx/noise_levels.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

at::Tensor rows_of(std::int64_t count) { return at::randn({count, 5, 3}, at::make_generator<at::CPUGeneratorImpl>(4)); }

TEST(Guidance, WithoutAnyTheOneRowIsTheVelocity) {
    const at::Tensor rows = rows_of(1);
    EXPECT_TRUE(at::equal(guided(rows, {}), rows));
}

TEST(Guidance, SkipGuidanceLeadsAwayFromThePerturbedRow) {
    Guidance guidance;
    guidance.stg_scale = 2.0;
    const at::Tensor rows = rows_of(2);
    EXPECT_TRUE(at::allclose(guided(rows, guidance)[0], rows[0] + 2.0 * (rows[0] - rows[1])));
    guidance.stg_rescale = 0.0;  // no rescaled part at all: the same
    EXPECT_TRUE(at::allclose(guided(rows, guidance)[0], rows[0] + 2.0 * (rows[0] - rows[1])));
    guidance.stg_rescale = 0.7;
    const at::Tensor away = rows[0] + 2.0 * (rows[0] - rows[1]);
    EXPECT_TRUE(at::allclose(guided(rows, guidance)[0], away * (0.7 * rows[0].std() / away.std() + 0.3)));
}

TEST(Guidance, CfgStarProjectsTheNegativeRow) {
    Guidance guidance;
    guidance.scale = 3.0;
    guidance.cfg_star = true;
    at::Tensor rows = rows_of(2);
    rows[1].copy_(rows[0] * 4.0);  // parallel: its projection is the positive row itself
    EXPECT_TRUE(at::allclose(guided(rows, guidance)[0], rows[1], 1e-4, 1e-4));
}

TEST(Guidance, AllTogetherInTheReferencesOrder) {
    Guidance guidance;
    guidance.scale = 3.0;
    guidance.stg_scale = 1.0;
    const at::Tensor rows = rows_of(3);
    const at::Tensor want = rows[0] + 3.0 * (rows[1] - rows[0]) + (rows[1] - rows[2]);
    EXPECT_TRUE(at::allclose(guided(rows, guidance)[0], want));
}

TEST(Guidance, AnIntervalHoldsDownToItsTimestep) {
    GuidancePlan plan;
    plan.intervals.resize(3);
    for (std::size_t i = 0; i < 3; ++i) plan.intervals[i].scale = static_cast<double>(i);
    plan.timesteps = {1.0, 0.9, 0.5};
    EXPECT_EQ(plan.at(1.0).scale, 0);
    EXPECT_EQ(plan.at(0.95).scale, 1);
    EXPECT_EQ(plan.at(0.5).scale, 2);
    EXPECT_EQ(plan.at(0.1).scale, 2);
    EXPECT_TRUE(plan.needs_negative());
    EXPECT_THROW(skip_mode_from("everything"), Error);
}

struct Skipper {
    Skipper() : transformer(model.load()), text(transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"))) {}
    at::Tensor run(const SkipLayers* skip) const {
        return transformer(model.in("hidden_states"), TokenTimes::of(model.in("timestep.row")), transformer.rotary(model.in("coords")), text, {nullptr, skip});
    }
    const c10::InferenceMode inference;
    TinyModel model;
    Transformer transformer;
    TextKeys text;
};

TEST(SkipLayers, OnlyThePerturbedRowsChange) {
    const Skipper rig;
    const at::Tensor whole = rig.run(nullptr);
    std::vector<at::Tensor> seen;
    for (const char* word : {"attention_values", "attention_skip", "transformer_block"}) {
        const SkipLayers skip{skip_mode_from(word), {1}, 1};
        const at::Tensor skipped = rig.run(&skip);
        EXPECT_TRUE(at::allclose(skipped[0], whole[0], 1e-5, 1e-5)) << word;
        EXPECT_FALSE(at::allclose(skipped[1], whole[1], 1e-2, 1e-2)) << word;
        for (const at::Tensor& other : seen) EXPECT_FALSE(at::allclose(skipped[1], other[1], 1e-3, 1e-3)) << word;
        seen.push_back(skipped);
    }
    const SkipLayers none{SkipMode::kResidual, {0, 1}, 0}, nothing{SkipMode::kAttentionSkip, {}, 0};
    EXPECT_TRUE(at::equal(rig.run(&none), whole));
    EXPECT_TRUE(at::equal(rig.run(&nothing), whole));
}

TEST(NoiseLevels, AConditionedTokenWaitsAtItsOwnLevel) {
    const NoiseLevels levels({1.0, 0.6, 0.3, 0.0}, at::tensor({0.0, 0.5, 1.0}).unsqueeze(0), at::kCPU);
    const auto row = [](const at::Tensor& x) { return x.flatten(); };
    EXPECT_TRUE(at::allclose(row(levels.from(0)), at::tensor({1.0f, 0.5f, 0.0f})));
    EXPECT_TRUE(at::allclose(row(levels.to(0)), at::tensor({0.6f, 0.5f, 0.0f})));   // held
    EXPECT_TRUE(at::allclose(row(levels.to(1)), at::tensor({0.3f, 0.5f, 0.0f})));   // .6 is above its level: still held
    EXPECT_TRUE(at::allclose(row(levels.from(2)), at::tensor({0.3f, 0.3f, 0.0f})));  // now it goes with the others
    EXPECT_TRUE(at::allclose(row(levels.to(2)), at::tensor({0.0f, 0.0f, 0.0f})));
    EXPECT_TRUE(at::allclose(levels.times(0).per_token(levels.times(0).levels.unsqueeze(1)).flatten(), at::tensor({1000.0f, 500.0f, 0.0f})));
}

}  // namespace
}  // namespace chladni::ltx
