#pragma once

#include <optional>

#include "engine/base/command_line.h"

namespace chladni {

/// Reads the command line; `chladni` alone, or with options only, is `chladni live`. Returns an exit code where that was all
/// (help, version). Throws UsageError: one sentence.
std::optional<int> read_arguments(CLI::App& app, int argc, char** argv);

/// Lets an option be a number of low .. high, ends included.
CLI::Validator between(double low, double high);

}  // namespace chladni
