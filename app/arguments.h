#pragma once

#include <optional>

#include "engine/base/command_line.h"

namespace chladni {

/// Reads the command line; `chladni` alone, or with options only, is `chladni live`. Returns an exit code where that was all
/// (help, version). Throws UsageError: one sentence.
std::optional<int> read_arguments(CLI::App& app, int argc, char** argv);

}  // namespace chladni
