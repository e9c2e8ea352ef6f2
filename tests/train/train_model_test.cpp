#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/ltx/ltx_model.h"
#include "engine/ltx/tokenizer.h"
#include "tests/train/tiny_training.h"

namespace chladni::train {
namespace {

using TrainModelTest = TinyTraining;

TEST_F(TrainModelTest, ABegunModelKnowsTheWordsOfItsCaptionsAndSaysEachByItself) {
    const fs::path folder = folder_.path() / "begun";
    begin_model(folder, "tiny", {}, 4, {"aurora over the sky, green and yellow", "ripples, orange and purple"});
    const ltx::Tokenizer tokenizer(folder / "tokenizer");
    for (const char* word : {"aurora", "orange", "purple", "yellow"}) EXPECT_EQ(tokenizer.encode(word, 32).size(), 2u) << word << " and the end";
    const auto habits = ltx::load_model_habits(ltx::ModelSource::open(folder), ltx::ModelSource::open(folder).vae().config);
    EXPECT_EQ(habits.words, (std::vector<std::string>{"and", "aurora", "green", "orange", "over", "purple", "ripples", "sky", "the", "yellow"}));
    const ListeningModel begun = ListeningModel::open(folder, at::kCPU, at::kFloat, Trained::kEverything);
    std::size_t silent = 0;
    for (const auto& [name, weight] : begun.parameters().trained()) {
        const bool ends_branch = name.ends_with("SelfAttention.o.weight") || name.ends_with("DenseReluDense.wo.weight");
        if (ends_branch && weight.count_nonzero().item<std::int64_t>() == 0) ++silent;
    }
    EXPECT_EQ(silent, 2u) << "both branches of its one layer";
}

TEST_F(TrainModelTest, ABegunFolderIsWholeAndNeverWrittenOver) {
    const fs::path other = folder_.path() / "other";
    EXPECT_THROW(begin_model(other, "tiny", folder_.path() / "nowhere", 4), Error);
    EXPECT_FALSE(fs::exists(other)) << "nothing is begun without its autoencoder";
    fs::create_directory(other);
    begin_model(other / "", "tiny", {}, 4);
    EXPECT_TRUE(fs::exists(other / "model_index.json"));
    EXPECT_THROW(begin_model(other, "tiny", {}, 4), Error);
}

TEST_F(TrainModelTest, ABaseIsNeverWrittenOver) {
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

TEST_F(TrainModelTest, AModelThatCannotBeWrittenOnTheWayIsToldAndTheTrainingGoesOn) {
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

TEST_F(TrainModelTest, LatentsThatCannotBeReadAreMadeAnew) {
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

}  // namespace
}  // namespace chladni::train
