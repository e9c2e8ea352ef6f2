#pragma once

#include <filesystem>

#include "engine/base/json.h"

namespace chladni {

/// What a model is, read from its configurations and the headers of its weights: {model, layout, version, hears, words[],
/// missing{}, parts: {name: {parameters, dtypes, weights_mb, ...}}}. A part that is broken says so under "error". Throws
/// Error where there is no model.
OrderedJson model_info(const std::filesystem::path& place);

}  // namespace chladni
