#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace chladni {

/// Looks again and again until `fact` holds; false where it does not within the deadline, which only a failing test meets.
inline bool eventually(const std::function<bool()>& fact, std::chrono::seconds deadline = std::chrono::seconds(60)) {
    const auto end = std::chrono::steady_clock::now() + deadline;
    while (!fact()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

}  // namespace chladni
