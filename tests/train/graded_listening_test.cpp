#include "engine/train/graded_listening.h"

#include "engine/base/atomic_file.h"
#include "engine/base/json.h"
#include "tests/train/tiny_training.h"

namespace chladni::train {
namespace {

/// A teacher that hears a little, and a batch at four scales.
class GradedListeningTest : public TinyTeacher {
protected:
    GradedListeningTest() : TinyTeacher(150) {
        batch_.scale = at::tensor({0.0f, 0.5f, 1.0f, 2.0f}).unsqueeze(1);
    }

    at::Tensor said(const ListeningModel& model, double scale) const {
        WindowBatch batch = batch_;
        batch.scale = at::full_like(batch.scale, scale);
        return model.voice(batch)(model.point(batch_));  // [4, N, C]
    }

    // What `model` says beside the graded answer of the teacher: [4].
    at::Tensor missed(const ListeningModel& model, const GradedListening& graded) const {
        const FlowPoint point = graded.point(batch_, model);
        return flow_losses(model.voice(batch_)(point), point);
    }
};

TEST_F(GradedListeningTest, WhatIsToBeSaidGoesAsFarAsTheScaleSays) {
    const ListeningModel guide = teacher();
    const at::Tensor deaf = said(guide, 0), heard = said(guide, 1);                                            // [4, N, C]
    const FlowPoint point = GradedListening(teacher()).point(batch_, guide);
    EXPECT_GT((heard - deaf).abs().max().item<double>(), 1e-3) << "it hears";
    EXPECT_TRUE(point.velocity[0].allclose(deaf[0], 1e-5, 1e-5));
    EXPECT_TRUE(point.velocity[1].allclose(0.5 * (deaf[1] + heard[1]), 1e-5, 1e-5));
    EXPECT_TRUE(point.velocity[2].allclose(heard[2], 1e-5, 1e-5));
    EXPECT_TRUE(point.velocity[3].allclose(2 * heard[3] - deaf[3], 1e-5, 1e-5));
    EXPECT_TRUE(point.tokens.equal(guide.point(batch_).tokens)) << "on the clips' own way";
}

TEST_F(GradedListeningTest, APupilLearnsToHearByMeasure) {
    const GradedListening graded(teacher());
    ListeningModel pupil = this->model();
    const at::Tensor before = missed(pupil, graded);                                                           // [4]
    EXPECT_LT(before[0].item<double>(), 1e-6) << "it begins as the teacher's copy";
    EXPECT_GT(before[3].item<double>(), 1e-5) << "which no measure has";
    WindowRecipe recipe;
    recipe.windows = {{4, 4}};
    recipe.scale_spread = 1.0;
    TrainerPlan wish = plan(120);
    wish.rates = {.adam = 1e-4, .matrix = 1e-4};
    wish.way = std::make_shared<const GradedListening>(teacher());
    Trainer trainer(pupil, clips(4), {}, {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9}, wish, run_folder("pupil"));
    losses_of(trainer);
    EXPECT_LT(missed(pupil, graded)[3].item<double>(), 0.5 * before[3].item<double>());
}

TEST_F(GradedListeningTest, ItsStepsStayWhatTheyWere) {
    const fs::path pupil = folder_.path() / "pupil", index = "model_index.json";
    fs::copy(model_folder(), pupil, fs::copy_options::recursive);
    TrainWishes wishes;
    wishes.model = pupil, wishes.run = run_folder("graded"), wishes.teacher = model_folder(), wishes.graded = true, wishes.everything = true;
    wishes.device = "cpu", wishes.steps = 1, wishes.batch = 1;
    train_model(wishes, noise_for(pupil), {}, [](const TrainNews&) {});
    const auto own = [&](const fs::path& model) { return Json::parse(read_text_file(model / index))["chladni"]; };
    EXPECT_EQ(own(pupil)["num_inference_steps"], own(model_folder())["num_inference_steps"]);
    EXPECT_EQ(own(pupil)["trained"], true);
}

}  // namespace
}  // namespace chladni::train
