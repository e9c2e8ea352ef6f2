#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/params/param_table.h"

namespace chladni {

/// A look as a file: some parameters, and the words where it has its own. Parameters it does not name stay as they are.
struct Preset {
    std::string name;
    std::optional<std::string> prompt;
    std::optional<std::string> negative_prompt;
    std::vector<std::pair<ParamId, float>> values;
    std::vector<std::string> unknown;  ///< names in the file that no parameter has; for a message, not an error
};

/// Throws Error: a missing file, text that is not JSON, a value that is not a number.
Preset load_preset(const std::filesystem::path& path);

/// Written beside and renamed.
void save_preset(const std::filesystem::path& path, const Preset& preset);

/// All parameters that belong to a look: not the sound, transport and stage groups, nor whether this machine keeps pace.
Preset preset_of(const ParamValues& values, std::string prompt, std::string negative_prompt);

}  // namespace chladni
