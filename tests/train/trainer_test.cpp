#include <fstream>
#include <limits>

#include "engine/base/check.h"
#include "engine/train/checkpoint.h"
#include "engine/train/ears_start.h"
#include "tests/train/tiny_training.h"

namespace chladni::train {
namespace {

using TrainerTest = TinyTraining;

TEST_F(TrainerTest, LearnsFourClipsByHeart) {
    ListeningModel model = this->model();
    Trainer trainer(model, clips(4), {}, drawer(), plan(150), run_folder());
    const std::vector<double> losses = losses_of(trainer);
    ASSERT_EQ(losses.size(), 150u);
    const double first = std::accumulate(losses.begin(), losses.begin() + 10, 0.0) / 10, last = std::accumulate(losses.end() - 10, losses.end(), 0.0) / 10;
    EXPECT_LT(last, 0.35 * first);
}

TEST_F(TrainerTest, GoesOnAfterACutWithTheVeryLossesItWouldHaveHad) {
    const auto taught = clips(5);
    ListeningModel one = model(), other = model(), third = model();
    Trainer whole(one, taught, {}, drawer(), plan(30), run_folder("whole"));
    const std::vector<double> all = losses_of(whole);

    // Cut in the middle of step 14: what came after the checkpoint of step 10 is lost.
    Trainer cut(other, taught, {}, drawer(), plan(30), run_folder("cut"));
    EXPECT_THROW(cut.run([](const LossRow& row) { if (row.step == 13) throw std::runtime_error("cut"); }), std::runtime_error);
    Trainer again(third, taught, {}, drawer(), plan(30), run_folder("cut"));
    EXPECT_EQ(again.step(), 10);
    const std::vector<double> rest = losses_of(again);
    EXPECT_EQ(rest, std::vector<double>(all.begin() + 10, all.end()));
    for (const auto& [name, weight] : whole.result()) EXPECT_TRUE(at::equal(weight, again.result().at(name))) << name;
    EXPECT_EQ(read_loss_log(run_folder("cut") / "loss.csv").size(), 30u) << "no step is logged twice";
}

TEST_F(TrainerTest, AStepWithoutSoundTeachesEarsNothingAndIsNoTrouble) {
    ListeningModel model = this->model(Trained::kEars);
    model.prepare({"ink", "plasma"});
    WindowRecipe recipe;
    recipe.windows = {{4, 4}};
    recipe.audio_dropout = 1.0;
    Trainer trainer(model, clips(4), {}, {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9}, plan(2), run_folder());
    NamedTensors before;
    for (const auto& [name, weight] : model.parameters().trained()) before[name] = weight.detach().clone();
    EXPECT_EQ(losses_of(trainer).size(), 2u);
    for (const auto& [name, weight] : model.parameters().trained()) EXPECT_TRUE(at::equal(weight, before.at(name))) << name;
}

TEST_F(TrainerTest, EarsThatBeginAloneTellWhatTheSoundDoes) {
    const auto taught = [&](bool heard) {
        std::vector<LatentClip> made;
        for (int k = 0; k < 24; ++k) {
            const at::Tensor loud = at::rand({3}) - 0.5;  // of each token, whose latent is the one behind the first frame
            LatentClip clip{at::randn({8, 4, 2, 4}) * 0.1, at::zeros({3, kInputs}), ""};
            clip.latents.narrow(1, 1, 3).add_(loud.view({1, 3, 1, 1}));
            clip.columns.add_((heard ? loud : at::rand({3}) - 0.5).unsqueeze(1));
            made.push_back(clip);
        }
        return made;
    };
    const auto explained = [&](bool heard) {
        ListeningModel model = this->model();
        const auto clips = taught(heard);
        const std::vector<LatentClip> first(clips.begin(), clips.begin() + 16), last(clips.begin() + 16, clips.end());
        return start_ears(model.encoder(), of_part(model.parameters().trained(), "audio_encoder"), first, last, {.steps = 60, .rate = 3e-3});
    };
    EXPECT_GT(explained(true), 0.3) << "half of what is asked for is the spread, which is noise";
    EXPECT_LT(explained(false), 0.05);
}

TEST_F(TrainerTest, ALossWithoutValueIsRolledBackAndPassedBy) {
    auto taught = clips(5);
    taught[2].latents.fill_(std::numeric_limits<float>::quiet_NaN());
    ListeningModel model = this->model();
    WindowRecipe recipe;
    recipe.windows = {{4, 1}};
    TrainerPlan wish = plan(20);
    wish.checkpoint_every = 1;
    Trainer trainer(model, taught, {}, {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9}, wish, run_folder());
    const std::vector<double> losses = losses_of(trainer);
    EXPECT_EQ(losses.size(), 20u);
    for (const auto& [name, weight] : trainer.result()) EXPECT_TRUE(at::isfinite(weight).all().item<bool>()) << name;
}

TEST_F(TrainerTest, LossesThatFailAgainAndAgainBehindACheckpointEndInASentence) {
    auto taught = clips(4);
    taught[3].latents.fill_(std::numeric_limits<float>::quiet_NaN());
    ListeningModel model = this->model();
    WindowRecipe recipe;
    recipe.windows = {{4, 1}};
    TrainerPlan wish = plan(200);
    wish.checkpoint_every = 100;  // every fourth batch fails, the three between them go well
    Trainer trainer(model, taught, {}, {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9}, wish, run_folder());
    EXPECT_THROW(losses_of(trainer), Error);
}

TEST_F(TrainerTest, NothingButLossesWithoutValueEndInASentence) {
    auto taught = clips(2);
    for (LatentClip& clip : taught) clip.latents.fill_(std::numeric_limits<float>::quiet_NaN());
    ListeningModel model = this->model();
    Trainer trainer(model, taught, {}, drawer(), plan(20), run_folder());
    EXPECT_THROW(losses_of(trainer), Error);
}

TEST_F(TrainerTest, ACheckpointOfAnotherModelIsRefused) {
    write_checkpoint(folder_.path() / "checkpoint.safetensors", {3, 0, {{"other/weight", at::ones({2})}}, {}, {}});
    ListeningModel model = this->model();
    EXPECT_THROW(Trainer(model, clips(2), {}, drawer(), plan(20), folder_.path()), Error);
}

TEST_F(TrainerTest, ValidationHearsTheDifferenceThatSoundMakes) {
    ListeningModel model = this->model();
    TrainerPlan wish = plan(200);
    wish.validate_every = 200;
    Trainer trainer(model, clips(4), clips(4), drawer(), wish, run_folder());
    LossRow last;
    trainer.run([&](const LossRow& row) { last = row; });
    EXPECT_LT(last.held_back.own, last.held_back.no_sound) << "the sound says which way the picture lies";
    EXPECT_LT(last.held_back.own, last.held_back.other_sound);
}

TEST_F(TrainerTest, ValidationReadsTheDifferenceThatCaptionsMake) {
    std::vector<LatentClip> said = clips(4);
    for (std::size_t k = 0; k < said.size(); ++k) said[k].caption = k % 2 ? "ink" : "plasma", said[k].columns.zero_();
    ListeningModel model = this->model();
    TrainerPlan wish = plan(60);
    wish.validate_every = 60;
    Trainer trainer(model, said, said, drawer(), wish, run_folder());
    LossRow last;
    trainer.run([&](const LossRow& row) { last = row; });
    EXPECT_LT(last.held_back.own, 0.8 * last.held_back.other_caption) << "the caption says which way the picture lies";
    EXPECT_NEAR(last.held_back.own, last.held_back.other_sound, 1e-5) << "no sound says anything";
}

TEST_F(TrainerTest, OneClipHeldBackHasNoOtherToBeTakenFor) {
    ListeningModel model = this->model();
    TrainerPlan wish = plan(1);
    Trainer trainer(model, clips(4), clips(1), drawer(), wish, run_folder());
    LossRow last;
    trainer.run([&](const LossRow& row) { last = row; });
    EXPECT_GT(last.held_back.no_sound, 0);
    EXPECT_LT(last.held_back.other_sound, 0) << "not measured";
    EXPECT_LT(last.held_back.other_caption, 0) << "not measured";
}

TEST_F(TrainerTest, ALogOfAnEarlierProgramIsGoneOnWith) {
    fs::create_directories(run_folder());
    std::ofstream(run_folder() / "loss.csv") << "step,loss,gradient,rate,seconds,held_back,deaf,other\n0,0.5,1.0,0.1,2.0,-1,-1,-1\n1,0.4,1.0,0.2,2.0,0.6,0.7,0.8\n";
    LossLog log(run_folder() / "loss.csv", 2);
    LossRow row;
    row.step = 2, row.held_back = {0.1, 0.2, 0.3, 0.4};
    log.add(row);
    log.write();
    const std::vector<LossRow> rows = read_loss_log(run_folder() / "loss.csv");
    ASSERT_EQ(rows.size(), 3u);
    EXPECT_EQ(rows[1].held_back.other_sound, 0.8);
    EXPECT_LT(rows[1].held_back.other_caption, 0) << "not measured then";
    EXPECT_EQ(rows[2].held_back.other_caption, 0.4);
}

}  // namespace
}  // namespace chladni::train
