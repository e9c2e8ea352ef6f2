#pragma once

#include <cstdint>

#include "engine/audio/audio_input.h"

namespace chladni {

/// A line through the anchors of the audio callback: host time <-> position of the stream. Trivially copyable.
struct ClockMap {
    std::int64_t host_ns = 0;     ///< at this host time ...
    double position_s = 0.0;      ///< ... the stream stood here
    double rate = 1.0;            ///< stream seconds per host second, near 1
    bool running = false;         ///< false: no anchor for a while; the map goes on at rate 1

    Seconds stream_time(std::int64_t at_host_ns) const {
        return {position_s + static_cast<double>(at_host_ns - host_ns) * 1e-9 * rate};
    }
};

/// Fits ClockMap to anchors, smoothing the jitter of callbacks. When anchors stop, stream time goes on by the host clock,
/// so that the show does. Analysis thread only; the map is published by the caller.
class AudioClock {
public:
    explicit AudioClock(int sample_rate) : sample_rate_(sample_rate) {}
    void set_sample_rate(int rate) { sample_rate_ = rate; }
    void update(const ClockAnchor& anchor, std::int64_t now_ns);
    const ClockMap& map() const { return map_; }

    /// The only question to the wall clock in the whole engine: steady nanoseconds. Any thread.
    static std::int64_t now_ns();

private:
    int sample_rate_;
    ClockMap map_;
    ClockAnchor last_;
};

}  // namespace chladni
