#pragma once

#include <filesystem>
#include <optional>

#include "engine/tensor/safetensors.h"

namespace chladni::train {

/// All that a training goes on from.
struct Checkpoint {
    std::int64_t step = 0, skipped = 0;
    NamedTensors parameters, average, optimizer;
};

/// Written beside and renamed: the one before stays whole until then. Throws Error, before anything is written, where the disk has
/// no room for it.
void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

/// Nothing where there is none. Throws Error for one that cannot be read.
std::optional<Checkpoint> read_checkpoint(const std::filesystem::path& file);

}  // namespace chladni::train
