// Run by mpirun in two processes, and once alone.
#include "engine/train/team.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/train/train_model.h"
#include "engine/train/trainer.h"
#include "tests/support/temp_folder.h"

namespace chladni::train {
namespace {

constexpr std::int64_t kInputs = 16 * 35 + 1 + 5, kProcesses = 2;

std::vector<LatentClip> some_clips() {
    at::manual_seed(5);
    std::vector<LatentClip> made;
    for (int k = 0; k < 12; ++k) made.push_back({at::randn({8, 4, 2, 4}), at::randn({3, kInputs}), k % 2 ? "ink" : "plasma"});
    return made;
}

WindowDrawer drawer_of(std::int64_t batch) {
    WindowRecipe recipe;
    recipe.windows = {{4, batch}};
    recipe.audio_dropout = 0.5;  // so that weights of the ears are without gradients in some process
    return {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9};
}

TrainerPlan plan() {
    TrainerPlan made;
    made.steps = 6, made.warm_up = 1, made.checkpoint_every = 3, made.validate_every = 1000;
    made.rates = {.adam = 1e-4};
    return made;
}

std::vector<LossRow> rows_of(Trainer& trainer, std::stop_source* stop = nullptr) {
    std::vector<LossRow> rows;
    trainer.run(
        [&](const LossRow& row) {
            rows.push_back(row);
            if (stop && row.step == 1) stop->request_stop();
        },
        stop ? stop->get_token() : std::stop_token());
    return rows;
}

class TeamTest : public testing::Test {
protected:
    TeamTest() : team_(open_team(at::kCPU)) {
        if (team_->size() != kProcesses) return;
        begin_model(folder_.path() / "model", "tiny", {}, 4);  // each its own, the same
    }

    ListeningModel model() const { return ListeningModel::open(folder_.path() / "model", at::kCPU, at::kFloat, Trained::kEverything); }
    std::filesystem::path run() const { return folder_.path() / "run"; }
    bool is_team() const { return team_->size() == kProcesses; }

    TempFolder folder_;
    std::shared_ptr<Team> team_;
};

TEST_F(TeamTest, AveragesAndHandsRoundNumbers) {
    if (!is_team()) GTEST_SKIP() << "needs two processes of mpirun";
    at::Tensor own = at::tensor({1.0f, 2.0f}) * static_cast<double>(team_->rank() + 1);
    team_->average(own);
    EXPECT_TRUE(at::equal(own, at::tensor({1.5f, 3.0f})));
    at::Tensor said = at::full({3}, static_cast<double>(team_->rank()) + 7);
    team_->share(said);
    EXPECT_TRUE(at::equal(said, at::full({3}, 7.0)));
}

TEST_F(TeamTest, TwoProcessesTakeTheStepsOfOneWithTheDoubleBatch) {
    if (!is_team()) GTEST_SKIP() << "needs two processes of mpirun";
    ListeningModel shared = model(), alone = model();
    Trainer together(shared, some_clips(), {}, drawer_of(2), plan(), run(), team_);
    Trainer double_batch(alone, some_clips(), {}, drawer_of(4), plan(), folder_.path() / "alone");
    const std::vector<LossRow> ours = rows_of(together), theirs = rows_of(double_batch);
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_NEAR(ours[i].loss, theirs[i].loss, 1e-5 * theirs[i].loss) << "step " << i;
        EXPECT_NEAR(ours[i].gradient, theirs[i].gradient, 1e-4 * theirs[i].gradient) << "step " << i;
    }
    for (const auto& [name, weight] : together.result()) {
        at::Tensor first = weight.clone();
        team_->share(first);
        EXPECT_TRUE(at::equal(first, weight)) << name << " is not the same in both processes";
    }
}

TEST_F(TeamTest, AStopThatOneIsAskedForStopsAllAtTheSameStep) {
    if (!is_team()) GTEST_SKIP() << "needs two processes of mpirun";
    ListeningModel shared = model();
    Trainer together(shared, some_clips(), {}, drawer_of(2), plan(), run(), team_);
    std::stop_source stop;
    const std::vector<LossRow> rows = rows_of(together, team_->leads() ? &stop : nullptr);
    EXPECT_EQ(rows.size(), 2u);
    EXPECT_EQ(together.step(), 2);
}

TEST_F(TeamTest, AProcessByItselfIsATeamOfOne) {
    const std::shared_ptr<Team> one = team_of_one();
    at::Tensor numbers = at::tensor({3.0f});
    one->average(numbers), one->share(numbers), one->meet(), one->end();
    EXPECT_EQ(numbers.item<float>(), 3.0f);
    EXPECT_TRUE(one->leads());
}

}  // namespace
}  // namespace chladni::train

int main(int count, char** words) {
    testing::InitGoogleTest(&count, words);
    const int failed = RUN_ALL_TESTS();
    if (!failed) chladni::train::open_team(at::kCPU)->end();
    return failed;
}
