#pragma once

#include <filesystem>

#include "engine/ltx/t5_encoder.h"

namespace chladni::ltx {

/// The sizes that the tensors of T5 v1.1's encoder have; what no tensor tells keeps its usual value (bucket distance
/// 128, eps 1e-6). Throws Error where they are not those of such an encoder.
T5Config t5_config_of(const Weights& weights);

/// Of a text_encoder/: by its config.json or, where it has none (a single t5xxl file), by its tensors. Throws Error.
T5Config load_t5_sizes(const std::filesystem::path& text_encoder_folder);

}  // namespace chladni::ltx
