#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "engine/runtime/show_config.h"

namespace chladni {

struct WindowOptions {
    std::string output_display;   ///< full screen on this display from the start; empty: not
    double duration_s = 0;        ///< quits with 0 after so many seconds; 0: never
    std::filesystem::path looks;  ///< folder of presets for "next look"
    std::stop_token stop;         ///< closes the window, such as on Ctrl-C
};

/// The live show with its window, until that is closed; returns the exit code. Main thread. Throws Error where there is no
/// display, and what Show's constructor throws.
int run_window(int& argc, char** argv, const ShowConfig& config, const WindowOptions& options);

}  // namespace chladni
