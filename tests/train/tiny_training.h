#pragma once

#include <gtest/gtest.h>

#include "engine/train/train_model.h"
#include "engine/train/trainer.h"
#include "tests/support/temp_folder.h"

namespace chladni::train {

namespace fs = std::filesystem;

/// A tiny model, and clips whose latents are random but whose loudest sound tokens say which way they lie.
class TinyTraining : public testing::Test {
protected:
    TinyTraining() {
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

/// The tiny model after so many steps, as a teacher, and a batch for it.
class TinyTeacher : public TinyTraining {
protected:
    explicit TinyTeacher(std::int64_t steps) {
        ListeningModel model = this->model();
        Trainer trainer(model, clips(4), {}, drawer(), plan(steps), run_folder("teacher"));
        trainer.run([](const LossRow&) {});
        model.save(model_folder(), trainer.result());
        batch_ = drawer().draw(clips(4), 3);
    }

    ListeningModel teacher() const {
        ListeningModel model = this->model(Trained::kEars);
        model.prepare({"", "ink", "plasma"});
        return model;
    }

    WindowBatch batch_;
};

/// Of every step, to the plan's last one.
inline std::vector<double> losses_of(Trainer& trainer) {
    std::vector<double> losses;
    trainer.run([&](const LossRow& row) { losses.push_back(row.loss); });
    return losses;
}

// Of one film of noise, as often as it is wanted.
inline ClipSource noise_for(const fs::path& model) {
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

}  // namespace chladni::train
