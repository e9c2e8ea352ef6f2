// Chosen where Qt is not built in.
#include "app/live_window.h"
#include "engine/base/check.h"

namespace chladni {

int open_live_window(const ShowConfig&, const std::string&, double, const Program&) {
    throw Error("expected a program built with Qt to open a window, this one is not; use --headless");
}

}  // namespace chladni
