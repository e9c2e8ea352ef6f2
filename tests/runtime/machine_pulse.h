#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "engine/base/worker.h"

namespace chladni {

/// What the machine itself withholds: the longest time that a thread with nothing to do but wait for 10 ms was away. A busy
/// machine holds up every thread; a test of gaps must not blame the show for that.
class MachinePulse {
public:
    double longest_ms() const { return longest_ms_.load(); }

    /// A longer gap is a picture that waited for what takes a second and more in the tests that ask. A thread that draws is held up
    /// for longer than one that waits, but by far not for so long.
    double standstill_ms() const { return 500.0 + longest_ms(); }

private:
    std::atomic<double> longest_ms_{0.0};
    Worker thread_{"pulse", [this](std::stop_token stop) {
                       for (auto before = std::chrono::steady_clock::now(); !stop.stop_requested();) {
                           std::this_thread::sleep_for(std::chrono::milliseconds(10));
                           const auto now = std::chrono::steady_clock::now();
                           const double away_ms = std::chrono::duration<double, std::milli>(now - before).count();
                           longest_ms_ = std::max(longest_ms_.load(), away_ms - 10.0);
                           before = now;
                       }
                   }};
};

}  // namespace chladni
