#pragma once

#include <pulse/pulseaudio.h>

#include <functional>
#include <string>

namespace chladni {

/// A connection to PulseAudio, or to PipeWire in its place. Every wait has an end, so that a server that hangs holds nobody
/// up. One thread at a time; wake() from any.
class PulseConnection {
public:
    /// Never starts a server. Where there is none, connected() is false.
    explicit PulseConnection(const char* name);
    ~PulseConnection();
    PulseConnection(const PulseConnection&) = delete;
    PulseConnection& operator=(const PulseConnection&) = delete;

    bool connected() const { return context_ && pa_context_get_state(context_) == PA_CONTEXT_READY; }
    pa_context* context() const { return context_; }
    /// Turns until `fact` holds, `patience_s` at most. False where it does not, or the server went.
    bool turn_until(const std::function<bool()>& fact, double patience_s);
    /// Waits for something to do and does it; false once the loop is broken. Returns after wake().
    bool turn() { return pa_mainloop_iterate(loop_, 1, nullptr) >= 0; }
    void wake() { pa_mainloop_wakeup(loop_); }

private:
    pa_mainloop* loop_;
    pa_context* context_ = nullptr;
};

}  // namespace chladni
