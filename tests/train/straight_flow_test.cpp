#include "engine/train/straight_flow.h"

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"
#include "engine/ltx/denoise.h"
#include "tests/train/tiny_training.h"

namespace chladni::train {
namespace {

/// A teacher that has learnt a little, so that its way bends.
class StraightFlowTest : public TinyTeacher {
protected:
    StraightFlowTest() : TinyTeacher(30) {
        batch_.levels = at::tensor({0.99f, 0.76f, 0.5f, 0.1f});  // early and late in both pieces
    }

    // The teacher's own way from `point` on, in many small steps of Euler's.
    static FlowPoint walked(const ListeningModel& teacher, const WindowBatch& batch, FlowPoint point, double begin, double end) {
        constexpr int kSteps = 64;
        const Voice said = teacher.voice(batch);
        for (int i = 0; i < kSteps; ++i) {
            const double level = begin + (end - begin) * (i + 1) / kSteps;
            point = moved(point, point.tokens + said(point) * ((end - begin) / kSteps), at::full_like(batch.levels, level));
        }
        return point;
    }

    static at::Tensor made_of(const at::Tensor& tokens, const FlowPoint& point) { return tokens.narrow(1, point.kept, tokens.size(1) - point.kept); }

    static constexpr double kBorder = 0.7;
};

TEST_F(StraightFlowTest, HalfOfTheRowsStandWhereASamplerAsksAndTheOthersOnTheWay) {
    const StraightFlow flow(teacher(), {1.0, kBorder, 0.0});
    const ListeningModel pupil = this->model();
    const FlowPoint point = flow.point(batch_, pupil);
    const at::Tensor levels = point.times.levels.narrow(0, 1, 4) / 1000.0;  // [4]
    EXPECT_NEAR(levels[0].item<double>(), 1.0, 1e-6) << "early in the first piece: its beginning";
    EXPECT_NEAR(levels[1].item<double>(), 1.0 - 0.6 * 0.3, 1e-5) << "four fifths gone, of the later half three";
    EXPECT_NEAR(levels[2].item<double>(), kBorder, 1e-6);
    EXPECT_NEAR(levels[3].item<double>(), kBorder - (2.0 * 0.6 / 0.7 - 1.0) * 0.7, 1e-5);
}

TEST_F(StraightFlowTest, APieceLeadsStraightToWhereTheTeachersWayEnds) {
    const StraightFlow flow(teacher(), {1.0, kBorder, 0.0});
    const ListeningModel pupil = this->model();
    const FlowPoint point = flow.point(batch_, pupil);
    const auto ends = [&](double begin, double end) {
        WindowBatch first = batch_;
        first.levels.fill_(begin);
        return walked(teacher(), first, teacher().point(first), begin, end).tokens;
    };
    const at::Tensor levels = point.times.levels.narrow(0, 1, 4).view({4, 1, 1}) / 1000.0;  // [4, 1, 1]
    const at::Tensor lasts = at::tensor({kBorder, kBorder, 0.0, 0.0}).to(at::kFloat).view({4, 1, 1});
    const at::Tensor reached = made_of(point.tokens - (levels - lasts) * point.velocity, point);  // [4, N - P, C]
    const at::Tensor first = made_of(ends(1.0, kBorder), point), second = made_of(ends(kBorder, 0.0), point);
    const ListeningModel guide = teacher();
    const at::Tensor said = guide.voice(batch_)(guide.point(batch_));                             // [4, N, C]
    for (std::int64_t row = 0; row < 4; ++row) {
        const at::Tensor end = (row < 2 ? first : second)[row];
        const double bent = (said[row] - point.velocity[row]).square().mean().item<double>();
        EXPECT_LT((reached[row] - end).square().mean().item<double>(), 1e-3 * end.square().mean().item<double>()) << "row " << row;
        EXPECT_GT(bent, 1e-3) << "the teacher's own way is another, row " << row;
    }
}

TEST_F(StraightFlowTest, GivenFramesAreThePupilsOwnAndNothingElseIs) {
    batch_.context = 1;
    batch_.context_level = 0;
    const StraightFlow flow(teacher(), {1.0, kBorder, 0.0});
    const ListeningModel pupil = this->model();
    const FlowPoint point = flow.point(batch_, pupil), plain = teacher().point(batch_);
    ASSERT_EQ(point.kept, batch_.grid.cells());
    WindowBatch alone = batch_;
    alone.context = 0;
    alone.levels.fill_(kBorder);
    const FlowPoint last = pupil.point(alone);
    const at::Tensor own = (last.tokens - kBorder * pupil.voice(alone)(last)).narrow(1, 0, point.kept);
    EXPECT_TRUE(at::allclose(point.tokens.narrow(1, 0, point.kept), own, 1e-4, 1e-5));
    EXPECT_GT((own - plain.tokens.narrow(1, 0, point.kept)).abs().max().item<double>(), 0.05) << "no clip's";
    const at::Tensor start = made_of(point.tokens, point)[0];  // the row that stands at the very beginning: noise
    EXPECT_TRUE(at::allclose(start, ltx::tokens_of(batch_.noise)[0].narrow(0, point.kept, start.size(0)), 1e-5, 1e-6));
}

// One step of Euler's for each piece lands nearer to where many steps of the teacher land than it did before.
TEST_F(StraightFlowTest, APupilGoesInTwoStepsWhereItsTeacherGoesInMany) {
    const auto taught = clips(4);
    ListeningModel pupil = this->model(), guide = teacher();
    WindowBatch start = drawer().draw(taught, 1000);
    start.levels.fill_(1.0);
    const at::Tensor wanted = made_of(walked(guide, start, guide.point(start), 1.0, 0.0).tokens, guide.point(start));
    const auto missed = [&] {
        FlowPoint point = pupil.point(start);
        for (const auto& [begin, end] : {std::pair{1.0, kBorder}, std::pair{kBorder, 0.0}})
            point = moved(point, point.tokens - (begin - end) * pupil.voice(start)(point), at::full_like(start.levels, end));
        return (made_of(point.tokens, point) - wanted).square().mean().item<double>();
    };
    const double before = missed();
    TrainerPlan wish = plan(60);
    wish.way = std::make_shared<const StraightFlow>(teacher(), std::vector<double>{1.0, kBorder, 0.0});
    Trainer trainer(pupil, taught, {}, drawer(), wish, run_folder("pupil"));
    losses_of(trainer);
    EXPECT_LT(missed(), 0.6 * before);
}

TEST_F(StraightFlowTest, ARunThatWasCutOffGoesOnWithTheVeryLosses) {
    const auto taught = clips(4);
    TrainerPlan wish = plan(6);
    wish.checkpoint_every = 3, wish.validate_every = 6;
    wish.way = std::make_shared<const StraightFlow>(teacher(), std::vector<double>{1.0, kBorder, 0.0});
    ListeningModel one = this->model(), other = this->model(), third = this->model();
    Trainer whole(one, taught, taught, drawer(), wish, run_folder("whole"));
    LossRow last;
    std::vector<double> all;
    whole.run([&](const LossRow& row) { all.push_back(row.loss), last = row; });
    EXPECT_GT(last.held_back.own, 0);
    EXPECT_NE(last.held_back.own, last.held_back.other_sound) << "the way is the own sound's";
    Trainer cut(other, taught, {}, drawer(), wish, run_folder("cut"));
    EXPECT_THROW(cut.run([](const LossRow& row) { if (row.step == 4) throw std::runtime_error("cut"); }), std::runtime_error);
    Trainer again(third, taught, {}, drawer(), wish, run_folder("cut"));
    EXPECT_EQ(again.step(), 3);
    EXPECT_EQ(losses_of(again), std::vector<double>(all.begin() + 3, all.end()));
}

TEST_F(StraightFlowTest, AModelThatWasStraightenedSaysInHowManySteps) {
    const fs::path pupil = folder_.path() / "pupil";
    fs::copy(model_folder(), pupil, fs::copy_options::recursive);
    TrainWishes wishes;
    wishes.model = pupil, wishes.run = run_folder("straight"), wishes.teacher = model_folder(), wishes.pieces = 3, wishes.everything = true;
    wishes.device = "cpu", wishes.steps = 1, wishes.batch = 1;
    train_model(wishes, noise_for(pupil), {}, [](const TrainNews&) {});
    const Json own = Json::parse(read_text_file(pupil / "model_index.json"))["chladni"];
    EXPECT_EQ(own["num_inference_steps"], 3);
    EXPECT_EQ(own["solver"], "euler");
}

TEST_F(StraightFlowTest, ATeacherThatCannotTeachIsRefusedBeforeAnyLatentIsMade) {
    const fs::path guided = folder_.path() / "guided", otherwise = folder_.path() / "otherwise";
    for (const fs::path& other : {guided, otherwise}) fs::copy(model_folder(), other, fs::copy_options::recursive);
    const auto rewrite = [](const fs::path& file, const std::string& from, const std::string& to) {
        std::string text = read_text_file(file);
        const std::size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << text;
        write_file_atomically(file, text.replace(at, from.size(), to));
    };
    rewrite(guided / "model_index.json", "\"guidance_scale\": 1.0", "\"guidance_scale\": 3.0");
    rewrite(otherwise / "audio_encoder" / "config.json", "\"audio_context_frames\": 4", "\"audio_context_frames\": 8");
    for (const fs::path& teacher : {model_folder(), guided, otherwise, folder_.path() / "nowhere"}) {
        TrainWishes wishes;
        wishes.model = model_folder(), wishes.run = run_folder("refused"), wishes.teacher = teacher, wishes.everything = true, wishes.device = "cpu";
        bool made = false;
        EXPECT_THROW(train_model(wishes, noise_for(model_folder()), {}, [&](const TrainNews&) { made = true; }), Error) << teacher;
        EXPECT_FALSE(made) << teacher;
    }
}

TEST_F(StraightFlowTest, APupilBeginsAsItsTeachersCopy) {
    const fs::path pupil = folder_.path() / "pupil";
    begin_copy(pupil, model_folder());
    EXPECT_EQ(read_text_file(pupil / "model_index.json"), read_text_file(model_folder() / "model_index.json"));
    EXPECT_FALSE(fs::is_symlink(pupil / "transformer"));
    EXPECT_THROW(begin_copy(pupil, model_folder()), Error) << "nothing is written over";
    EXPECT_THROW(begin_copy(model_folder() / "inside", model_folder()), Error) << "a folder would hold itself";
    EXPECT_THROW(begin_copy(folder_.path() / "of_none", folder_.path()), Error) << "no model";
    EXPECT_FALSE(fs::exists(folder_.path() / "of_none"));
    EXPECT_FALSE(fs::exists(folder_.path() / "of_none.begun"));
}

}  // namespace
}  // namespace chladni::train
