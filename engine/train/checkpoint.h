#pragma once

#include <filesystem>
#include <optional>

#include "engine/train/moving_average.h"
#include "engine/train/optimizer.h"
#include "engine/train/parameters.h"

namespace chladni::train {

/// All that a training goes on from.
struct Checkpoint {
    std::int64_t step = 0, skipped = 0;
    NamedTensors parameters, average, optimizer;

    static Checkpoint of(std::int64_t step, std::int64_t skipped, const Parameters& parameters, const MovingAverage& average, const Optimizer& optimizer);
    /// Puts everything back, on the parameters' own device. Throws Error, naming `folder`, where it is of another model.
    void restore(Parameters& parameters, MovingAverage& average, Optimizer& optimizer, const std::filesystem::path& folder) const;
};

/// Written beside and renamed: the one before stays whole until then. Throws Error, before anything is written, where the disk has
/// no room for it.
void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

/// Nothing where there is none. Throws Error for one that cannot be read.
std::optional<Checkpoint> read_checkpoint(const std::filesystem::path& file);

}  // namespace chladni::train
