#include "engine/train/vae_tuner.h"

#include <gtest/gtest.h>

#include "engine/base/check.h"
#include "tests/support/temp_folder.h"
#include "tests/train/small_vae.h"

namespace chladni::train {
namespace {

// A start that shows too little: its last convolution is off.
const SmallVae& blurred() {
    static const SmallVae vae = [] {
        SmallVae small;
        small.weights.at("decoder.conv_out.conv.weight").mul_(0.8);
        return small;
    }();
    return vae;
}

TunerPlan plan_of(std::int64_t steps) { return {.steps = steps, .warm_up = 5, .frames = 5, .checkpoint_every = 10, .rate = 2e-3}; }

std::vector<double> run(VaeTuner& tuner, std::int64_t stop_after = 1000000) {
    std::vector<double> losses;
    tuner.run([&](std::int64_t step, double loss) {
        losses.push_back(loss);
        return step < stop_after;
    });
    return losses;
}

double mean_of(const std::vector<double>& values, std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += values[i];
    return sum / static_cast<double>(end - begin);
}

TEST(VaeTuner, LowersTheLossAndLeavesTheClosedFormAsItIs) {
    const SmallVae& small = blurred();
    const TempFolder folder;
    VaeTuner tuner(small.config, small.weights, small.films, plan_of(60), folder.path());
    const std::vector<double> losses = run(tuner);
    EXPECT_LT(mean_of(losses, 45, 60), 0.8 * mean_of(losses, 0, 15));
    std::size_t moved = 0;
    for (const auto& [name, tensor] : tuner.weights()) {
        const bool same = at::equal(tensor, small.weights.at(name));
        const bool may_move = name.starts_with("decoder.") && name.find(".resnets.") != std::string::npos;
        EXPECT_TRUE(may_move || same) << name;
        moved += same ? 0 : 1;
    }
    EXPECT_GT(moved, 4u);
}

TEST(VaeTuner, GoesOnAsIfItHadNotBeenCutOff) {
    const SmallVae& small = blurred();
    const TempFolder whole_run, cut_run;
    VaeTuner whole(small.config, small.weights, small.films, plan_of(12), whole_run.path());
    run(whole);
    VaeTuner first(small.config, small.weights, small.films, plan_of(12), cut_run.path());
    run(first, 7);
    VaeTuner second(small.config, small.weights, small.films, plan_of(12), cut_run.path());
    EXPECT_EQ(run(second).size(), 5u);
    const NamedTensors expected = whole.weights(), got = second.weights();
    for (const auto& [name, tensor] : expected) EXPECT_TRUE(at::equal(tensor, got.at(name))) << name;
}

TEST(VaeTuner, ACheckpointOfAnotherAutoencoderIsRefused) {
    const SmallVae& small = blurred();
    const TempFolder folder;
    VaeTuner tuner(small.config, small.weights, small.films, plan_of(1), folder.path());
    run(tuner);
    OrderedJson json = SmallVae::geometry();
    json["decoder_block_out_channels"] = OrderedJson::array({32});
    const ltx::VaeConfig other = vae_config_of(json);
    EXPECT_THROW(VaeTuner(other, identity_weights(other, 1), small.films, plan_of(1), folder.path()), Error);
}

}  // namespace
}  // namespace chladni::train
