#pragma once

#include <stop_token>

namespace chladni {

/// Ctrl-C and SIGTERM as a stop token. Main thread, once: install() before work starts. Another one more than a second later ends the process at once.
class StopSignal {
public:
    static void install();
    static std::stop_token token();
};

}  // namespace chladni
