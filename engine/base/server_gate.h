#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace chladni {

/// The one door to a sound server's client library, for all stages of a process that are its clients (sound and MIDI of
/// JACK). libjack keeps one list of clients: once their server is gone, the next client that anybody opens makes it free
/// all of them, and touching a freed one ends the process. So whoever opens, uses or closes a client stands in the gate,
/// and touches it only in the epoch in which it was opened. Any thread, but for audio callbacks, which never come here.
class ServerGate {
public:
    /// Held while a thread is in the library. The mutex has that reason alone; it may be entered again by its holder.
    class Pass {
    public:
        /// Waits five seconds at most, since a driver may hang inside: then entered() is false.
        explicit Pass(ServerGate& gate);
        ~Pass();
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        bool entered() const { return lock_.owns_lock(); }
        /// Throws Error where it was not entered.
        void require_entered() const;

    private:
        std::unique_lock<std::recursive_timed_mutex> lock_;
        ServerGate* before_;
    };

    /// Grows with each death of the server. To be remembered by a client once it is open.
    std::uint64_t epoch() const noexcept { return epoch_.load(std::memory_order_acquire); }
    /// Any thread, also the library's own: the server of that epoch is gone. Said by several clients, it counts once.
    void server_gone(std::uint64_t epoch) noexcept { epoch_.compare_exchange_strong(epoch, epoch + 1); }

    /// The library's error function: stands in the gate's name, as the library tells it who complains, but not for whom.
    /// libjack says that it frees the clients of a dead server before it does.
    static void heed(const char* words);

private:
    std::recursive_timed_mutex mutex_;
    std::atomic<std::uint64_t> epoch_{0};
};

}  // namespace chladni
