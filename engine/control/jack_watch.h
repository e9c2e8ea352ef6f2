#pragma once

#include <atomic>
#include <memory>

#include "engine/base/server_gate.h"

namespace chladni {

/// Knows whether the JACK server is there and when it goes. RtMidi does not say, and writes to standard error where it is
/// not. Control thread only.
class JackWatch {
public:
    /// Throws Error where no server runs.
    explicit JackWatch(std::shared_ptr<ServerGate> gate);
    ~JackWatch();
    JackWatch(const JackWatch&) = delete;
    JackWatch& operator=(const JackWatch&) = delete;

    bool alive() const { return served_->alive(); }

    /// One life of the server, as a client of it sees it; outlives the watch with those who close clients of that life. No
    /// client of a server that is gone may be closed: ServerGate says why.
    struct Served {
        std::shared_ptr<ServerGate> gate;
        std::atomic<std::uint64_t> epoch{0};
        bool alive() const { return epoch == gate->epoch(); }
    };
    std::shared_ptr<const Served> served() const { return served_; }

private:
    std::shared_ptr<Served> served_ = std::make_shared<Served>();
    std::shared_ptr<Served>* held_ = nullptr;  // libjack's thread reads it, maybe when the watch is long gone
    void* client_ = nullptr;
};

}  // namespace chladni
