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
    ~JackWatch();
    JackWatch(const JackWatch&) = delete;
    JackWatch& operator=(const JackWatch&) = delete;

    bool alive() const { return !*gone_; }
    /// True once the server is gone; outlives this. No client of a server that is gone may be closed: the next client that
    /// anybody in this process opens makes libjack free them, and closing what is freed ends the process.
    std::shared_ptr<const std::atomic<bool>> gone() const { return gone_; }

private:
    // Written by JACK's own thread.
    std::shared_ptr<std::atomic<bool>> gone_ = std::make_shared<std::atomic<bool>>(false);
    void* client_ = nullptr;
};

}  // namespace chladni
