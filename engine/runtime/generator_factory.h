#pragma once

#include "engine/runtime/generator_worker.h"
#include "engine/runtime/show_config.h"

namespace chladni {

/// What `--generator` names, ready to be made on the generator's own thread: ltx, pattern, fake:... Throws UsageError for
/// anything else, at once. A model that runs on the CPU leaves so many of its cores to others.
GeneratorFactory generator_factory(const ShowConfig& config, int cores_left = 0);

/// The model, where LibTorch is built in; else a factory that says so.
GeneratorFactory ltx_factory(const ShowConfig& config, int cores_left);

}  // namespace chladni
