#include "engine/base/stop_signal.h"

#include <pthread.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <optional>
#include <thread>

#include "engine/base/worker.h"

namespace chladni {

namespace {

constexpr std::chrono::seconds kOneWish{1};  // whoever ends a group of processes signals each and the group: that is not asked for twice

std::stop_source& source() {
    static std::stop_source instance;
    return instance;
}

}  // namespace

std::stop_token StopSignal::token() { return source().get_token(); }

void StopSignal::install() {
    // A thread of its own waits for the signals, so that what follows runs as ordinary code, not in a signal handler.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    source();
    std::thread([signals] {
        name_this_thread("signals");
        using Clock = std::chrono::steady_clock;
        std::optional<Clock::time_point> first;
        for (int signal = 0; sigwait(&signals, &signal) == 0;) {
            if (!first) first = Clock::now();
            else if (Clock::now() - *first > kOneWish) std::_Exit(128 + signal);
            source().request_stop();
        }
    }).detach();
}

}  // namespace chladni
