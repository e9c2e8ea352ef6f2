#pragma once

#include <stop_token>

namespace chladni {

/// Ctrl-C and SIGTERM as a stop token. Main thread, once: install() before work starts. A second Ctrl-C ends the process.
class StopSignal {
public:
    static void install();
    static std::stop_token token();
};

}  // namespace chladni
