#pragma once

#include <jack/jack.h>

#include <atomic>
#include <memory>

#include "engine/base/server_gate.h"

namespace chladni {

/// A client of libjack, opened and closed in the gate. Where its server is gone it is left, not closed: libjack frees it with
/// the next client that anybody opens. Device keeper only.
class JackClient {
public:
    JackClient(const char* name, ServerGate& gate);
    ~JackClient();
    JackClient(JackClient&& other) noexcept;
    JackClient(const JackClient&) = delete;
    JackClient& operator=(const JackClient&) = delete;

    jack_client_t* get() const { return client_; }  ///< null where no server is there
    bool gone() const { return !client_ || shared_->epoch != shared_->gate.epoch(); }
    /// False where it did not close, because its server is gone or hangs: then what its callbacks touch must be kept for ever.
    bool close();
    void leave();

private:
    struct Shared {
        ServerGate& gate;
        std::atomic<std::uint64_t> epoch;
    };
    bool answers() const;

    jack_client_t* client_ = nullptr;
    std::unique_ptr<Shared> shared_;  // libjack's thread reads it when the server ends
};

}  // namespace chladni
