#pragma once

#include <filesystem>

#include "engine/music/score.h"

namespace chladni {

/// Reads `x.score.json`, see docs/clips.md. Throws Error: missing, no JSON, times that are none.
Score read_score_file(const std::filesystem::path& path);

}  // namespace chladni
