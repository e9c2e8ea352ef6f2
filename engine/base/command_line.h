#pragma once

#include <CLI/CLI.hpp>

// The one place that includes CLI11, for app/.
