#pragma once

#include <atomic>
#include <memory>

namespace chladni {

/// Knows whether the JACK server is there and when it goes. RtMidi does not say, and writes to standard error where it is
/// not. Control thread only.
class JackWatch {
public:
    /// Throws Error where no server runs.
    JackWatch();
    bool alive() const { return !*gone_; }

private:
    struct Close {
        void operator()(void* client) const;
    };
    // Shared with JACK's own thread, which may still tell of the end while this object goes.
    std::shared_ptr<std::atomic<bool>> gone_ = std::make_shared<std::atomic<bool>>(false);
    std::unique_ptr<void, Close> client_;
};

}  // namespace chladni
