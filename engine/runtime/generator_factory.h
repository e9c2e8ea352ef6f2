#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "engine/runtime/generator_worker.h"
#include "engine/runtime/show_config.h"

namespace chladni {

/// What `--generator` names, ready to be made on the generator's own thread: ltx, pattern, fake:... Throws UsageError for
/// anything else, at once. A model that runs on the CPU leaves so many of its cores to others.
GeneratorFactory generator_factory(const ShowConfig& config, int cores_left = 0);

/// How a model wants to be played where nobody says otherwise.
struct OwnPlay {
    std::int64_t steps = 0;
    double guidance_scale = 1;
};

/// By the files of the model; nothing where they cannot be read (to load it says why), or without LibTorch.
std::optional<OwnPlay> own_play_of(const std::filesystem::path& model);

/// The model, where LibTorch is built in; else a factory that says so.
GeneratorFactory ltx_factory(const ShowConfig& config, int cores_left);

}  // namespace chladni
