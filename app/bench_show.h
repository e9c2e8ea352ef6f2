#pragma once

#include <string>

#include "engine/base/json.h"
#include "engine/runtime/show_config.h"

namespace chladni {

/// A show without a window for `seconds`: how long until the first picture and until the generator's own first chunk,
/// then frames a second and the longest gap between two shown ones. Where that show cannot be: "error" says why.
OrderedJson bench_show(const ShowConfig& config, double seconds);

}  // namespace chladni
