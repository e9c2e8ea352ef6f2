#pragma once

#include <filesystem>

#include "app/progress_line.h"
#include "engine/train/train_model.h"

namespace chladni {

/// What a person sees of a training: a line with loss, seconds a step and the time left; a plot beside the log after every validation.
class TrainOut {
public:
    TrainOut(std::filesystem::path run, std::string title, bool quiet) : run_(std::move(run)), title_(std::move(title)), progress_(quiet) {}
    void operator()(const TrainNews& news);

private:
    void draw() const;

    std::filesystem::path run_;
    std::string title_;
    ProgressLine progress_;
    double seconds_ = 0, loss_ = 0;  // running means
};

}  // namespace chladni
