#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "engine/train/train_model.h"

namespace chladni {

/// Films that a model in training makes, whenever it is written, of the captions and the sound of clips held back: in RUN/samples, beside
/// the clips themselves. Nobody judges a generator by its loss alone.
class TrainSamples {
public:
    TrainSamples(const TrainWishes& wishes, std::size_t count) : wishes_(wishes), count_(count) {}

    /// The first clips of `held_back`; before the training.
    void choose(const ClipSource& held_back, std::stop_token stop);
    /// To be told all news of the training. What goes wrong here is a warning: the training goes on.
    void operator()(const TrainNews& news) const;

private:
    void write_samples(std::int64_t step) const;

    TrainWishes wishes_;
    std::size_t count_;
    std::vector<FilmClip> clips_;
};

}  // namespace chladni
