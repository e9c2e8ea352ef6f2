#pragma once

#include <filesystem>
#include <functional>

#include "engine/ltx/vae_config.h"
#include "engine/train/film_bank.h"
#include "engine/train/moving_average.h"
#include "engine/train/optimizer.h"
#include "engine/train/parameters.h"

namespace chladni::train {

/// For how long, and how, a decoder is tuned.
struct TunerPlan {
    std::int64_t steps = 0, warm_up = 50;
    std::int64_t frames = 17;            ///< of film in a step
    std::int64_t checkpoint_every = 100;
    double rate = 3e-4;                  ///< of AdamW
    double noise = 0.0;                  ///< mean deviation of what is added to the normalised latents, as a generator's errors would be
    double average = 0.99, clip = 1.0;
    at::ScalarType compute = at::kFloat;
    std::uint64_t seed = 1;
};

/// Makes the pictures of a started autoencoder sharper: trains the residual blocks of its decoder, and leaves the encoder, its latents and
/// the decoder's closed-form path bit for bit as they are. One thread.
class VaeTuner {
public:
    /// `run`: a folder for the checkpoint, from which a tuning that was cut off goes on as if it had not been. Throws Error where it is of
    /// another autoencoder.
    VaeTuner(const ltx::VaeConfig& config, const NamedTensors& weights, const FilmBank& films, const TunerPlan& plan, std::filesystem::path run);

    /// `told` after every step. Returns early, after a checkpoint, where `told` gives false.
    void run(const std::function<bool(std::int64_t step, double loss)>& told);

    /// The averages of what is trained, and the rest: float32.
    NamedTensors weights() const;

private:
    double take_step();
    at::Tensor draw_film() const;
    void resume();
    void checkpoint() const;

    const ltx::VaeConfig& config_;
    const FilmBank& films_;
    NamedTensors start_;
    TunerPlan plan_;
    std::filesystem::path run_;
    Parameters parameters_;
    Optimizer optimizer_;
    MovingAverage average_;
    std::int64_t step_ = 0;
};

}  // namespace chladni::train
