#pragma once

#include <pthread.h>

#include <ctime>

namespace chladni {

/// Waits for a thread to end, `seconds` at most; false where it has not ended. For drivers that may take for ever to close.
inline bool joined_within(pthread_t thread, double seconds) {
    timespec until{};
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += static_cast<long>(seconds * 1e9);
    until.tv_sec += until.tv_nsec / 1'000'000'000;
    until.tv_nsec %= 1'000'000'000;
    return pthread_timedjoin_np(thread, nullptr, &until) == 0;
}

}  // namespace chladni
