#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "engine/base/spsc_ring.h"
#include "engine/control/midi_input.h"

namespace chladni {

/// Pulses and starts of a MIDI clock on their way from the controllers' threads to the analysis thread. Of several ports
/// that send a clock one leads, until it has been silent for a second: so the ring has one writer at a time.
class ClockInbox {
public:
    static constexpr std::int64_t kSilent_ns = 1'000'000'000;

    struct Message {
        std::int64_t host_ns = 0;
        MidiEvent::Kind kind = MidiEvent::Kind::kClock;
    };

    /// A MIDI thread, each port on one. False where another port leads or the ring is full. Never waits.
    bool post(const MidiEvent& event, std::int64_t host_ns) noexcept {
        return leads(event.number, host_ns) && ring_.push(Message{host_ns, event.kind});
    }

    /// The analysis thread: all that came, in order.
    template <typename Take>
    void drain(Take&& take) {
        for (Message message; ring_.pop(message);) take(message);
    }

private:
    bool leads(int port, std::int64_t host_ns) noexcept {
        int leader = leader_.load(std::memory_order_acquire);
        if (leader != port) {
            if (leader >= 0 && host_ns - last_ns_.load(std::memory_order_acquire) < kSilent_ns) return false;
            if (!leader_.compare_exchange_strong(leader, port, std::memory_order_acq_rel)) return false;
        }
        last_ns_.store(host_ns, std::memory_order_release);
        return true;
    }

    std::atomic<int> leader_{-1};
    std::atomic<std::int64_t> last_ns_{0};
    SpscRing<Message> ring_{1024};
};

}  // namespace chladni
