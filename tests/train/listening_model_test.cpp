#include <limits>

#include "engine/ltx/lora.h"
#include "engine/ltx/transformer.h"
#include "tests/train/tiny_training.h"

namespace chladni::train {
namespace {

using ListeningModelTest = TinyTraining;

TEST_F(ListeningModelTest, TheBaseStaysBitForBitWhereOnlyTheEarsAreTrained) {
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

TEST_F(ListeningModelTest, LowRankBranchesAreLearntBesideAFrozenBase) {
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

TEST_F(ListeningModelTest, AllThatIsTrainedGetsAGradient) {
    ListeningModel model = this->model();
    // What begins at zero hides what lies before it: a few steps first.
    Trainer trainer(model, clips(4), {}, drawer(), plan(4), run_folder());
    losses_of(trainer);
    model.parameters().forget_gradients();
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    model.losses(batch, model.point(batch)).mean().backward();
    const NamedTensors gradients = model.parameters().gradients();
    for (const auto& [name, weight] : model.parameters().trained()) {
        ASSERT_TRUE(gradients.count(name)) << name;
        EXPECT_TRUE(gradients.at(name).any().item<bool>()) << name;
    }
}

TEST_F(ListeningModelTest, GuidanceMovesTheLossOnlyWhereSoundOrWordsMoveThePicture) {
    ListeningModel model = this->model();
    Trainer trainer(model, clips(4), {}, drawer(), plan(20), run_folder());
    losses_of(trainer);
    const at::NoGradGuard guard;
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    EXPECT_FALSE(at::allclose(model.losses(batch, model.point(batch)), model.losses(batch, model.point(batch), 3.0), 1e-3, 1e-6));
    batch.scale.zero_();
    batch.captions.assign(batch.captions.size(), "");
    EXPECT_TRUE(at::equal(model.losses(batch, model.point(batch)), model.losses(batch, model.point(batch), 3.0)));
}

// Two clips of one caption whose sound says which of two pictures it is, seen at the start of the way, where all is noise: without sound
// the best guess is their mean, 0. What the network comes to say of the picture is then the picture times the guidance.
TEST_F(ListeningModelTest, GuidanceIsLearntAsStrongAsItIsAskedFor) {
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
            model.losses(batch, model.point(batch), guidance).mean().backward();
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
            const double loss = model.losses(batch, model.point(batch)).mean().item<double>();
            if (loss < least) least = loss, best = size;
        }
        return best;
    };
    EXPECT_NEAR(size_with(1.0), 1.0, 0.21);
    EXPECT_NEAR(size_with(2.0), 2.0, 0.41);
}

TEST_F(ListeningModelTest, RecomputedBlocksGiveTheSameGradients) {
    for (const Trained trained : {Trained::kEverything, Trained::kEars}) {
        ListeningModel model = this->model(trained);
        model.prepare({"ink", "plasma"});
        Trainer trainer(model, clips(4), {}, drawer(), plan(4), run_folder(std::to_string(static_cast<int>(trained))));
        losses_of(trainer);
        const WindowBatch batch = drawer().draw(clips(4), 3);
        const auto gradients = [&](bool recompute) {
            model.set_recomputing(recompute);
            model.parameters().forget_gradients();
            model.losses(batch, model.point(batch)).mean().backward();
            return model.parameters().gradients();
        };
        const NamedTensors kept = gradients(false), again = gradients(true);
        ASSERT_EQ(kept.size(), again.size());
        for (const auto& [name, gradient] : kept) EXPECT_TRUE(at::allclose(gradient, again.at(name), 1e-4, 1e-7)) << name;
    }
}

TEST_F(ListeningModelTest, GradientsAreThoseOfFiniteDifferences) {
    ListeningModel model = this->model();
    Trainer trainer(model, clips(4), {}, drawer(), plan(3), run_folder());
    losses_of(trainer);
    WindowBatch batch = drawer().draw(clips(4), 3);
    batch.scale.fill_(1.0);
    const auto loss = [&] { return model.losses(batch, model.point(batch)).mean(); };
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

}  // namespace
}  // namespace chladni::train
