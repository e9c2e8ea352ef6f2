// Chosen where PulseAudio's client library is built in.
#include "engine/audio/pulse_connection.h"

#include <algorithm>

#include "engine/audio/audio_clock.h"

namespace chladni {

namespace {

constexpr double kConnects_s = 2.0;
constexpr int kTurn_us = 50'000;

}  // namespace

PulseConnection::PulseConnection(const char* name) : loop_(pa_mainloop_new()) {
    context_ = pa_context_new(pa_mainloop_get_api(loop_), name);
    if (!context_ || pa_context_connect(context_, nullptr, PA_CONTEXT_NOAUTOSPAWN, nullptr) < 0) return;
    turn_until([this] { return connected(); }, kConnects_s);
}

PulseConnection::~PulseConnection() {
    if (context_) {
        pa_context_disconnect(context_);
        pa_context_unref(context_);
    }
    pa_mainloop_free(loop_);
}

bool PulseConnection::turn_until(const std::function<bool()>& fact, double patience_s) {
    const std::int64_t end_ns = AudioClock::now_ns() + static_cast<std::int64_t>(patience_s * 1e9);
    while (!fact()) {
        if (!PA_CONTEXT_IS_GOOD(pa_context_get_state(context_)) || AudioClock::now_ns() > end_ns) return false;
        if (pa_mainloop_prepare(loop_, kTurn_us) < 0 || pa_mainloop_poll(loop_) < 0 || pa_mainloop_dispatch(loop_) < 0) return false;
    }
    return true;
}

}  // namespace chladni
