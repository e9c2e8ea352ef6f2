#pragma once

#include <string>

#include "engine/base/config_json.h"
#include "engine/tensor/torch.h"

namespace chladni {

/// A function between two layers, by transformers' name for it.
using Activation = at::Tensor (*)(const at::Tensor&);

/// The one that `key` of a configuration names, or `fallback`. Throws Error for a name that is unknown here.
Activation activation_of(const ConfigJson& json, const std::string& key, const std::string& fallback);

}  // namespace chladni
