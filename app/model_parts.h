#pragma once

#include <filesystem>
#include <string>

#include "engine/base/json.h"

namespace chladni {

/// What lies in a model folder, read from its configurations: {folder, parts: {name: {class, mb, ...}}}. Throws Error where
/// there is no model.
OrderedJson model_parts(const std::filesystem::path& folder);
std::string words_of_parts(const OrderedJson& model);

}  // namespace chladni
