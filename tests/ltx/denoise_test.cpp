#include "engine/ltx/denoise.h"

#include <ATen/record_function.h>
#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "engine/ltx/noise_levels.h"
#include "engine/ltx/scheduler.h"
#include "tests/ltx/tiny_transformer.h"

namespace chladni::ltx {
namespace {

SchedulerConfig published() {
    SchedulerConfig config;
    config.dynamic_shift = true;
    config.base_shift = 0.95, config.max_shift = 2.05;
    config.base_tokens = 1024, config.max_tokens = 4096;
    config.terminal = 0.1;
    return config;
}

TEST(Scheduler, FlowMatchIsDiffusersList) {
    const NamedTensors golden = read_safetensors(golden_file());
    for (const auto& [steps, tokens] : {std::pair(8, 1536), std::pair(20, 6144), std::pair(2, 2080)}) {
        const at::Tensor want = golden.at("sigmas." + std::to_string(steps) + "." + std::to_string(tokens));
        const at::Tensor got = at::tensor(make_sigmas("flow_match", steps, tokens, published()));
        EXPECT_TRUE(at::allclose(got.to(at::kFloat), want, 1e-5, 1e-6)) << got << want;
    }
    EXPECT_EQ(make_sigmas("flow_match", 1, 100, published()), (std::vector<double>{1.0, 0.0}));
}

TEST(Scheduler, LinearQuadraticIsLtxVideosList) {
    const std::vector<double> want{1, .99375, .9875, .98125, .975, .909375, .725, .421875, 0};
    const std::vector<double> got = make_sigmas("linear_quadratic", 8, 0, {});
    ASSERT_EQ(got.size(), want.size());
    for (std::size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-9);
    EXPECT_EQ(make_sigmas("linear_quadratic", 1, 0, {}), (std::vector<double>{1.0, 0.0}));
}

TEST(Scheduler, DistilledListsHaveSevenOrEightSteps) {
    EXPECT_EQ(make_sigmas("distilled", 8, 0, {}).size(), 9u);
    EXPECT_EQ(make_sigmas("distilled", 7, 0, {})[6], 0.725);
    EXPECT_EQ(make_sigmas("distilled_refine", 3, 0, {}), (std::vector<double>{.9094, .725, .4219, 0}));
    EXPECT_THROW(make_sigmas("distilled", 5, 0, {}), Error);
    EXPECT_THROW(make_sigmas("karras", 5, 0, {}), Error);
    EXPECT_THROW(make_sigmas("flow_match", 0, 0, {}), Error);
}

struct Rig {
    Rig() : transformer(model.load()) {
        text = transformer.look_at_text(model.in("encoder_hidden_states"), model.in("encoder_attention_mask"));
        job.tokens = model.in("hidden_states").narrow(0, 0, 1);
        job.rotary = transformer.rotary(model.in("coords").narrow(0, 0, 1));
        job.sigmas = {1.0, 0.6, 0.0};
        job.text = &text;
        job.guidance.intervals.front().scale = 3.0;
    }
    // Without guidance: of two rows of text the first.
    void be_unguided() {
        job.guidance.intervals.front().scale = 1.0;
        text = transformer.look_at_text(model.in("encoder_hidden_states").narrow(0, 0, 1), model.in("encoder_attention_mask").narrow(0, 0, 1));
    }
    const c10::InferenceMode inference;
    TinyModel model;
    Transformer transformer;
    TextKeys text;
    DenoiseJob job;
};

TEST(Denoise, CleanTokensComeBackUnchangedAndGuideTheRest) {
    Rig rig;
    const at::Tensor free = denoise(rig.transformer, rig.job);
    rig.job.strengths = clean_frames(1, 3, 6);
    const at::Tensor guided = denoise(rig.transformer, rig.job);
    EXPECT_TRUE(at::equal(guided.narrow(1, 0, 6), rig.job.tokens.narrow(1, 0, 6)));
    EXPECT_FALSE(at::allclose(guided.narrow(1, 6, 12), free.narrow(1, 6, 12), 1e-2, 1e-2));
}

// The step written out by hand: x + (s' - s) (u + g (c - u)).
TEST(Denoise, AGuidedStepIsEulersAlongTheExtrapolatedVelocity) {
    Rig rig;
    rig.job.sigmas = {0.7, 0.2};
    const at::Tensor both = rig.job.tokens.repeat({2, 1, 1});
    const at::Tensor v = rig.transformer(both, TokenTimes::of(at::full({2}, 700.0)), rig.job.rotary, rig.text, nullptr);
    const at::Tensor want = rig.job.tokens - 0.5 * (v[0] + 3.0 * (v[1] - v[0]));
    EXPECT_TRUE(at::allclose(denoise(rig.transformer, rig.job), want, 1e-4, 1e-5));
}

// Written out by hand for levels 0.8, 0.5, 0: the second step follows v1 + (0.5 / 0.3) / 2 (v1 - v0).
TEST(Denoise, AdamsBashforthGoesOnWithTheChangeOfTheStepBefore) {
    Rig rig;
    rig.be_unguided();
    const auto velocity = [&](const at::Tensor& x, double level) {
        return rig.transformer(x, TokenTimes::of(at::full({1}, 1000.0 * level)), rig.job.rotary, rig.text, nullptr);
    };
    const at::Tensor v0 = velocity(rig.job.tokens, 0.8), x1 = rig.job.tokens - 0.3 * v0, v1 = velocity(x1, 0.5);
    const at::Tensor want = x1 - 0.5 * (v1 + 0.5 / 0.3 / 2.0 * (v1 - v0));
    rig.job.sigmas = {0.8, 0.5, 0.0};
    rig.job.solver = Solver::kAdamsBashforth;
    EXPECT_TRUE(at::allclose(denoise(rig.transformer, rig.job), want, 1e-4, 1e-5));
    rig.job.solver = Solver::kEuler;
    EXPECT_FALSE(at::allclose(denoise(rig.transformer, rig.job), want, 1e-2, 1e-2));
}

TEST(Solver, HasAName) {
    EXPECT_EQ(solver_named("adams_bashforth"), Solver::kAdamsBashforth);
    EXPECT_FALSE(solver_named("runge_kutta"));
}

// Calls of operators that make the host wait for the device, or copy to it.
std::size_t waits_of(const std::function<void()>& work) {
    static std::size_t count;
    count = 0;
    const auto began = [](const at::RecordFunction& call) -> std::unique_ptr<at::ObserverContext> {
        const std::string name = call.name();
        if (name == "aten::_local_scalar_dense" || name == "aten::item" || name == "aten::nonzero" || name == "aten::is_nonzero") ++count;
        return nullptr;
    };
    const at::CallbackHandle handle = at::addThreadLocalCallback(at::RecordFunctionCallback(began).scopes({at::RecordScope::FUNCTION}));
    work();
    at::removeCallback(handle);
    return count;
}

TEST(Denoise, NoStepWaitsForTheDevice) {
    Rig rig;
    rig.job.strengths = clean_frames(1, 3, 6);
    rig.job.guidance.intervals.front().stg_scale = 1.0;
    rig.job.guidance.intervals.front().skip_blocks = {1};
    const auto steps = [&](std::vector<double> sigmas) {
        rig.job.sigmas = std::move(sigmas);
        return waits_of([&] { denoise(rig.transformer, rig.job); });
    };
    EXPECT_GT(waits_of([] { at::ones({1}).item<float>(); }), 0u);  // it does count
    // Levels are worked out on the host before the first step: a few numbers for each.
    const std::size_t three = steps({1.0, 0.7, 0.3, 0.0}), six = steps({1.0, 0.9, 0.7, 0.5, 0.3, 0.1, 0.0});
    rig.job.sigmas = {1.0, 0.7, 0.3, 0.0};
    const std::size_t levels_3 = waits_of([&] { NoiseLevels(rig.job.sigmas, rig.job.strengths, at::kCPU); });
    rig.job.sigmas = {1.0, 0.9, 0.7, 0.5, 0.3, 0.1, 0.0};
    const std::size_t levels_6 = waits_of([&] { NoiseLevels(rig.job.sigmas, rig.job.strengths, at::kCPU); });
    EXPECT_EQ(three - levels_3, six - levels_6);
}

TEST(Denoise, StopsBetweenSteps) {
    const Rig rig;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_THROW(denoise(rig.transformer, rig.job, stop.get_token()), Error);
}

TEST(Denoise, TokensAndLatentsAreTheSameNumbers) {
    const at::Tensor latents = at::randn({2, 6, 3, 2, 4});
    EXPECT_TRUE(at::equal(latents_of(tokens_of(latents), 3, 2, 4), latents));
    EXPECT_EQ(tokens_of(latents)[1][(1 * 2 + 1) * 4 + 3][5].item<float>(), latents[1][5][1][1][3].item<float>());
}

}  // namespace
}  // namespace chladni::ltx
