// Chosen where Qt is built in.
#include "app/live_window.h"
#include "engine/base/stop_signal.h"
#include "ui/window_app.h"

namespace chladni {

int open_live_window(const ShowConfig& config, const std::string& display, double duration_s, const Program& program) {
    WindowOptions options;
    options.output_display = display;
    options.duration_s = duration_s;
    options.looks = program.resources.find("presets/looks").value_or("");
    options.stop = StopSignal::token();
    return run_window(program.argc, program.argv, config, options);
}

}  // namespace chladni
