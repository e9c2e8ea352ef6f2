#include "engine/train/trainer.h"

#include <gtest/gtest.h>

#include <fstream>
#include <limits>

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/lora.h"
#include "engine/ltx/tokenizer.h"
#include "engine/ltx/transformer.h"
#include "engine/train/checkpoint.h"
#include "engine/train/ears_start.h"
#include "engine/train/train_model.h"
#include "tests/support/temp_folder.h"

namespace chladni::train {
namespace {

namespace fs = std::filesystem;

/// A tiny model, and clips whose latents are random but whose loudest sound tokens say which way they lie.
class TrainerTest : public testing::Test {
protected:
    TrainerTest() {
        begin_model(model_folder(), "tiny", {}, 4);
        at::manual_seed(5);
    }

    fs::path model_folder() const { return folder_.path() / "model"; }
    fs::path run_folder(const std::string& name = "run") const { return folder_.path() / name; }

    std::vector<LatentClip> clips(std::int64_t count) const {
        std::vector<LatentClip> made;
        for (std::int64_t k = 0; k < count; ++k)
            made.push_back({at::randn({8, 4, 2, 4}) * 0.3 + (k % 2 ? 1.0 : -1.0), at::randn({3, kInputs}) * 0.3 + (k % 2 ? 0.5 : -0.5), k < 2 ? "ink" : "plasma"});
        return made;
    }

    static WindowDrawer drawer() {
        WindowRecipe recipe;
        recipe.windows = {{4, 4}};
        return {recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9};
    }

    static TrainerPlan plan(std::int64_t steps) {
        TrainerPlan made;
        made.steps = steps, made.warm_up = 5, made.checkpoint_every = 10, made.validate_every = 1000, made.average = 0.9;
        made.rates = {.adam = 3e-3, .matrix = 3e-3};
        return made;
    }

    ListeningModel model(Trained trained = Trained::kEverything) const { return ListeningModel::open(model_folder(), at::kCPU, at::kFloat, trained); }

    static constexpr std::int64_t kInputs = 16 * 35 + 1 + 5;
    TempFolder folder_;
};

std::vector<double> losses_of(Trainer& trainer) {
    std::vector<double> losses;
    trainer.run([&](const LossRow& row) { losses.push_back(row.loss); });
    return losses;
}

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

TEST_F(TrainerTest, TheBaseStaysBitForBitWhereOnlyTheEarsAreTrained) {
    const NamedTensors before = read_safetensors(model_folder() / "transformer" / "diffusion_pytorch_model.safetensors");
    ListeningModel model = this->model(Trained::kEars);
    model.prepare({"ink", "plasma"});
    const NamedTensors base = model.parameters().part("transformer");
    Trainer trainer(model, clips(4), {}, drawer(), plan(5), run_folder());
    losses_of(trainer);
    for (const auto& [name, weight] : trainer.result()) EXPECT_TRUE(name.starts_with("audio_")) << name;
    for (const auto& [name, weight] : model.parameters().part("transformer")) EXPECT_TRUE(at::equal(weight, base.at(name))) << name;
    model.save(model_folder(), trainer.result());
    for (const auto& [name, weight] : read_safetensors(model_folder() / "transformer" / "diffusion_pytorch_model.safetensors"))
        EXPECT_TRUE(at::equal(weight, before.at(name))) << name;
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

TEST_F(TrainerTest, LowRankBranchesAreLearntBesideAFrozenBase) {
    {
        ListeningModel begun = this->model();  // what begins at zero would hide what lies before it
        Trainer trainer(begun, clips(4), {}, drawer(), plan(4), run_folder("base"));
        losses_of(trainer);
        begun.save(model_folder(), trainer.result());
    }
    const NamedTensors before = read_safetensors(model_folder() / "transformer" / "diffusion_pytorch_model.safetensors");
    ListeningModel model = ListeningModel::open(model_folder(), at::kCPU, at::kFloat, Trained::kEars, 2);
    model.prepare({"ink", "plasma"});
    NamedTensors begun;
    for (const auto& [name, weight] : model.parameters().part("lora")) begun[name] = weight.detach().clone();
    Trainer trainer(model, clips(4), {}, drawer(), plan(5), run_folder());
    losses_of(trainer);
    model.save(model_folder(), trainer.result());
    for (const auto& [name, weight] : read_safetensors(model_folder() / "transformer" / "diffusion_pytorch_model.safetensors"))
        EXPECT_TRUE(at::equal(weight, before.at(name))) << name;
    const NamedTensors learnt = of_part(trainer.result(), "lora");
    ASSERT_EQ(learnt.size(), begun.size());
    for (const auto& [name, weight] : learnt) EXPECT_FALSE(at::equal(weight, begun.at(name))) << name;

    const ltx::Transformer transformer = ltx::Transformer::load(model_folder() / "transformer", at::kCPU, at::kFloat);
    const ltx::Lora lora = ltx::Lora::attach(model_folder() / "pytorch_lora_weights.safetensors", transformer);
    EXPECT_EQ(2 * lora.layers(), learnt.size()) << "played as any other LoRA";
}

TEST_F(TrainerTest, AllThatIsTrainedGetsAGradient) {
    ListeningModel model = this->model();
    // What begins at zero hides what lies before it: a few steps first.
    Trainer trainer(model, clips(4), {}, drawer(), plan(4), run_folder());
    losses_of(trainer);
    model.parameters().forget_gradients();
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    model.losses(batch).mean().backward();
    const NamedTensors gradients = model.parameters().gradients();
    for (const auto& [name, weight] : model.parameters().trained()) {
        ASSERT_TRUE(gradients.count(name)) << name;
        EXPECT_TRUE(gradients.at(name).any().item<bool>()) << name;
    }
}

TEST_F(TrainerTest, GuidanceMovesTheLossOnlyWhereSoundOrWordsMoveThePicture) {
    ListeningModel model = this->model();
    Trainer trainer(model, clips(4), {}, drawer(), plan(20), run_folder());
    losses_of(trainer);
    const at::NoGradGuard guard;
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    EXPECT_FALSE(at::allclose(model.losses(batch), model.losses(batch, 3.0), 1e-3, 1e-6));
    batch.scale.zero_();
    batch.captions.assign(batch.captions.size(), "");
    EXPECT_TRUE(at::equal(model.losses(batch), model.losses(batch, 3.0)));
}

// Two clips of one caption whose sound says which of two pictures it is, seen at the start of the way, where all is noise: without sound
// the best guess is their mean, 0. What the network comes to say of the picture is then the picture times the guidance.
TEST_F(TrainerTest, GuidanceIsLearntAsStrongAsItIsAskedFor) {
    std::vector<LatentClip> taught;
    for (const double side : {-1.0, 1.0}) taught.push_back({at::full({8, 4, 2, 4}, side), at::full({3, kInputs}, 0.5 * side), ""});
    WindowRecipe recipe;
    recipe.windows = {{4, 8}};
    recipe.context = {1.0};
    recipe.audio_dropout = 0.3;
    const WindowDrawer drawer(recipe, {1, 2, 4, 4, 16, 24.0, true}, {}, 9);
    const auto size_with = [&](double guidance) {
        ListeningModel model = this->model();
        Optimizer optimizer({.adam = 3e-3, .matrix = 3e-3});
        for (std::int64_t step = 0; step < 100; ++step) {
            WindowBatch batch = drawer.draw(taught, step);
            batch.levels.fill_(1.0);
            model.parameters().forget_gradients();
            model.losses(batch, guidance).mean().backward();
            NamedTensors weights = model.parameters().trained();
            optimizer.step(weights, model.parameters().gradients(), 1.0 - 0.009 * static_cast<double>(step));
        }
        const at::NoGradGuard guard;
        WindowBatch batch = drawer.draw(taught, 1000);
        batch.scale.fill_(1.0), batch.levels.fill_(1.0);
        const at::Tensor clean = batch.latents;
        double best = 0, least = std::numeric_limits<double>::infinity();  // the loss is least beside a picture as large as what is said
        for (double size = 0.5; size <= 3.5; size += 0.1) {
            batch.latents = clean * size;
            const double loss = model.losses(batch).mean().item<double>();
            if (loss < least) least = loss, best = size;
        }
        return best;
    };
    EXPECT_NEAR(size_with(1.0), 1.0, 0.21);
    EXPECT_NEAR(size_with(2.0), 2.0, 0.41);
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

TEST_F(TrainerTest, RecomputedBlocksGiveTheSameGradients) {
    for (const Trained trained : {Trained::kEverything, Trained::kEars}) {
        ListeningModel model = this->model(trained);
        model.prepare({"ink", "plasma"});
        Trainer trainer(model, clips(4), {}, drawer(), plan(4), run_folder(std::to_string(static_cast<int>(trained))));
        losses_of(trainer);
        const WindowBatch batch = drawer().draw(clips(4), 3);
        const auto gradients = [&](bool recompute) {
            model.set_recomputing(recompute);
            model.parameters().forget_gradients();
            model.losses(batch).mean().backward();
            return model.parameters().gradients();
        };
        const NamedTensors kept = gradients(false), again = gradients(true);
        ASSERT_EQ(kept.size(), again.size());
        for (const auto& [name, gradient] : kept) EXPECT_TRUE(at::allclose(gradient, again.at(name), 1e-4, 1e-7)) << name;
    }
}

TEST_F(TrainerTest, GradientsAreThoseOfFiniteDifferences) {
    ListeningModel model = this->model();
    Trainer trainer(model, clips(4), {}, drawer(), plan(3), run_folder());
    losses_of(trainer);
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    const auto loss = [&] { return model.losses(batch).mean(); };
    model.parameters().forget_gradients();
    loss().backward();
    const NamedTensors gradients = model.parameters().gradients();
    const at::NoGradGuard guard;
    for (const char* name : {"audio_adapter/transformer_blocks.1.attn3.to_k.weight", "audio_encoder/conv.weight", "transformer/transformer_blocks.0.attn1.to_q.weight",
                             "transformer/transformer_blocks.1.scale_shift_table", "text_encoder/encoder.block.0.layer.0.SelfAttention.q.weight"}) {
        at::Tensor weight = model.parameters().trained().at(name);
        const at::Tensor direction = gradients.at(name) / at::linalg_vector_norm(gradients.at(name)), kept = weight.clone();
        const double step = 1e-2;
        weight.copy_(kept + direction * step);
        const double above = loss().item<double>();
        weight.copy_(kept - direction * step);
        const double below = loss().item<double>();
        weight.copy_(kept);
        const double slope = at::linalg_vector_norm(gradients.at(name)).item<double>();
        EXPECT_NEAR((above - below) / (2 * step), slope, 0.05 * slope + 1e-4) << name;
    }
}

TEST_F(TrainerTest, ABegunModelKnowsTheWordsOfItsCaptionsAndSaysEachByItself) {
    const fs::path folder = folder_.path() / "begun";
    begin_model(folder, "tiny", {}, 4, {"aurora over the sky, green and yellow", "ripples, orange and purple"});
    const ltx::Tokenizer tokenizer(folder / "tokenizer");
    for (const char* word : {"aurora", "orange", "purple", "yellow"}) EXPECT_EQ(tokenizer.encode(word, 32).size(), 2u) << word << " and the end";
    const ListeningModel begun = ListeningModel::open(folder, at::kCPU, at::kFloat, Trained::kEverything);
    std::size_t silent = 0;
    for (const auto& [name, weight] : begun.parameters().trained()) {
        const bool ends_branch = name.ends_with("SelfAttention.o.weight") || name.ends_with("DenseReluDense.wo.weight");
        if (ends_branch && weight.count_nonzero().item<std::int64_t>() == 0) ++silent;
    }
    EXPECT_EQ(silent, 2u) << "both branches of its one layer";
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

TEST_F(TrainerTest, ABegunFolderIsWholeAndNeverWrittenOver) {
    const fs::path other = folder_.path() / "other";
    EXPECT_THROW(begin_model(other, "tiny", folder_.path() / "nowhere", 4), Error);
    EXPECT_FALSE(fs::exists(other)) << "nothing is begun without its autoencoder";
    fs::create_directory(other);
    begin_model(other / "", "tiny", {}, 4);
    EXPECT_TRUE(fs::exists(other / "model_index.json"));
    EXPECT_THROW(begin_model(other, "tiny", {}, 4), Error);
}

TEST_F(TrainerTest, ABaseIsNeverWrittenOver) {
    const std::string index = read_text_file(model_folder() / "model_index.json");
    EXPECT_THROW(begin_adapter(model_folder(), model_folder(), {}, true), Error) << "ears of itself";
    begin_model(folder_.path() / "other", "tiny", {}, 5);
    EXPECT_THROW(begin_adapter(folder_.path() / "other", model_folder(), {}, true), Error) << "over another model";
    EXPECT_FALSE(fs::is_symlink(folder_.path() / "other" / "model_index.json"));
    EXPECT_EQ(read_text_file(model_folder() / "model_index.json"), index);
    begin_adapter(folder_.path() / "ears", model_folder(), {}, true);
    begin_adapter(folder_.path() / "ears", model_folder(), {}, true);  // links give way to links
    EXPECT_EQ(read_text_file(folder_.path() / "ears" / "model_index.json"), index);
}

// Of one film of noise, as often as it is wanted.
ClipSource noise_for(const fs::path& model) {
    const ClipShape shape = clip_shape(model, 2);
    FilmClip film;
    film.width = shape.width, film.height = shape.height, film.frame_rate = shape.frame_rate;
    film.rgb.resize(static_cast<std::size_t>(shape.frames) * film.bytes_per_frame());
    for (std::size_t i = 0; i < film.rgb.size(); ++i) film.rgb[i] = static_cast<std::uint8_t>(i * i % 251);
    film.mono.assign(static_cast<std::size_t>(16000.0 * shape.frames / shape.frame_rate), 0.1f);
    film.caption = "as it was";
    ClipSource source;
    source.keys = {"one"};
    source.each = [film](const auto& wanted, const auto& take, std::stop_token) {
        if (wanted(0)) take(0, FilmClip(film));
    };
    return source;
}

TEST_F(TrainerTest, AModelThatCannotBeWrittenOnTheWayIsToldAndTheTrainingGoesOn) {
    TrainWishes wishes;
    wishes.model = model_folder(), wishes.run = run_folder(), wishes.device = "cpu";
    wishes.steps = 3, wishes.batch = 1, wishes.validate_every = 1;
    const ClipSource clips = noise_for(model_folder());
    std::vector<std::string> troubles;
    std::int64_t steps = 0;
    fs::rename(model_folder() / "audio_adapter", folder_.path() / "away");
    fs::copy(folder_.path() / "away", model_folder() / "audio_adapter");
    train_model(wishes, clips, clips, [&](const TrainNews& news) {
        if (news.kind == TrainNews::Kind::kTrouble) troubles.push_back(news.text);
        if (news.kind != TrainNews::Kind::kStep) return;
        steps = news.at;
        if (steps == 1) fs::remove_all(model_folder() / "audio_adapter");
        if (steps == 2) fs::create_directory(model_folder() / "audio_adapter");
    });
    EXPECT_EQ(steps, 3);
    ASSERT_EQ(troubles.size(), 1u);
    EXPECT_NE(troubles[0].find("audio_adapter"), std::string::npos) << troubles[0];
    EXPECT_TRUE(fs::exists(model_folder() / "audio_adapter" / "model.safetensors"));
}

TEST_F(TrainerTest, LatentsThatCannotBeReadAreMadeAnew) {
    TrainWishes wishes;
    wishes.model = model_folder(), wishes.run = run_folder(), wishes.device = "cpu", wishes.steps = 1, wishes.batch = 1;
    std::int64_t made = 0;
    const auto count = [&](const TrainNews& news) { made += news.kind == TrainNews::Kind::kLatents; };
    train_model(wishes, noise_for(model_folder()), {}, count);
    EXPECT_EQ(made, 1);
    fs::path latents;
    for (const auto& entry : fs::recursive_directory_iterator(run_folder() / "latents"))
        if (entry.path().extension() == ".safetensors") latents = entry.path();
    write_file_atomically(latents, "words");
    wishes.steps = 2;
    train_model(wishes, noise_for(model_folder()), {}, count);
    EXPECT_EQ(made, 2);
    EXPECT_GT(fs::file_size(latents), 1000u);
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
