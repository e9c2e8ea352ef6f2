#pragma once

#include <map>
#include <string>

#include "engine/base/json.h"

namespace chladni::ltx {

/// A model's shape before it has weights: the configuration of every part, by the path that it has in the model's
/// folder.
struct SynthGeometry {
    std::map<std::string, OrderedJson> configs;
    bool soft_decoder = false;  ///< the decoder's random weights are laid out so that it paints soft shapes
    bool bfloat16 = false;      ///< how its weights are stored; else float32
};

/// nano, tiny, 2b or 13b. Throws UsageError for another name.
SynthGeometry synth_geometry(const std::string& name);

}  // namespace chladni::ltx
