#pragma once

#include <string>

#include "app/command.h"
#include "engine/runtime/show_config.h"

namespace chladni {

/// The show in its window where Qt is built in; else throws Error.
int open_live_window(const ShowConfig& config, const std::string& display, double duration_s, const Program& program);

}  // namespace chladni
