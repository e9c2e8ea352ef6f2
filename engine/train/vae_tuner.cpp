#include "engine/train/vae_tuner.h"

#include <cmath>

#include "engine/base/check.h"
#include "engine/ltx/video_vae.h"
#include "engine/train/checkpoint.h"
#include "engine/train/draw.h"
#include "engine/train/learning_rate.h"
#include "engine/train/picture_loss.h"
#include "engine/train/vae_folder.h"

namespace chladni::train {

namespace {

constexpr const char* kPart = "vae";
constexpr const char* kTunerCheckpoint = "vae_tuner.safetensors";

enum TunerDraws : std::uint64_t { kFilmDraw = 101, kLatentNoise };

bool is_tuned(const std::string& name) { return name.starts_with("decoder.") && name.find(".resnets.") != std::string::npos; }

}  // namespace

VaeTuner::VaeTuner(const ltx::VaeConfig& config, const NamedTensors& weights, const FilmBank& films, const TunerPlan& plan, std::filesystem::path run)
    : config_(config), films_(films), start_(weights), plan_(plan), run_(std::move(run)), parameters_(at::kCPU, plan.compute),
      optimizer_(OptimizerRates{.adam = plan.rate}), average_(plan.average) {
    require(films.size() > 0, "expected films to tune an autoencoder with, got none");
    parameters_.add(kPart, cast_weights(weights, at::kFloat), is_tuned);
    resume();
}

void VaeTuner::run(const std::function<bool(std::int64_t step, double loss)>& told) {
    while (step_ < plan_.steps) {
        const double loss = take_step();
        ++step_;
        const bool goes_on = told(step_, loss);
        if (!goes_on || step_ % plan_.checkpoint_every == 0 || step_ == plan_.steps) checkpoint();
        if (!goes_on) return;
    }
}

// Some frames in a row of one of the films: [1, 3, T, H, W].
at::Tensor VaeTuner::draw_film() const {
    Draw draw(plan_.seed, step_, kFilmDraw);
    const at::Tensor film = films_.film(static_cast<std::size_t>(draw.below(static_cast<std::int64_t>(films_.size()))));  // [1, T, H, W, 3]
    const std::int64_t frames = std::min(plan_.frames, film.size(1));
    return film.narrow(1, draw.below(film.size(1) - frames + 1), frames).permute({0, 4, 1, 2, 3});                       // [1, 3, T, H, W]
}

double VaeTuner::take_step() {
    parameters_.forget_gradients();
    const NamedTensors weights = parameters_.part(kPart);
    const ltx::VideoVae vae = ltx::VideoVae::of(config_, weights);
    const at::Tensor film = draw_film();                                                                                  // [1, 3, T, H, W]
    at::Tensor latents;
    {
        const at::NoGradGuard guard;
        latents = vae.encode(film);                                                                                       // [1, C, F, h, w]
        Draw draw(plan_.seed, step_, kLatentNoise);
        const double noise = 2.0 * plan_.noise * draw.unit();
        if (noise > 0) latents = latents + noise * draw.normals(latents.sizes());                                         // [1, C, F, h, w]
    }
    const at::Tensor loss = picture_loss(vae.decode(latents), film);                                                      // []
    require(std::isfinite(loss.item<double>()), "expected a loss that is a number in step " + std::to_string(step_) + ", got none; try a smaller rate");
    loss.backward();
    NamedTensors gradients = parameters_.gradients();
    clip_gradients(gradients, plan_.clip);
    NamedTensors trained = parameters_.trained();
    optimizer_.step(trained, gradients, learning_rate(step_, plan_.steps, plan_.warm_up));
    average_.add(parameters_.trained(), step_);
    return loss.item<double>();
}

NamedTensors VaeTuner::weights() const {
    NamedTensors all = start_;
    for (const auto& [name, tensor] : of_part(average_.values(), kPart)) all[name] = tensor;
    return all;
}

void VaeTuner::resume() {
    const std::optional<Checkpoint> found = read_checkpoint(run_ / kTunerCheckpoint);
    if (!found) return;
    found->restore(parameters_, average_, optimizer_, run_);
    step_ = found->step;
}

void VaeTuner::checkpoint() const {
    std::filesystem::create_directories(run_);
    write_checkpoint(run_ / kTunerCheckpoint, Checkpoint::of(step_, 0, parameters_, average_, optimizer_));
}

}  // namespace chladni::train
