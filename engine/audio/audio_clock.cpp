#include "engine/audio/audio_clock.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace chladni {

namespace {

constexpr std::int64_t kSilent_ns = 500'000'000;  // no anchor for so long: the stream stands
constexpr double kJump_s = 0.050;                 // an error beyond this is another place, not jitter
constexpr double kPhaseGain = 0.05;               // of the loop: about 20 callbacks to follow
constexpr double kRateGain = 0.02;
constexpr double kRateBound = 0.01;               // no crystal is off by a percent

}  // namespace

std::int64_t AudioClock::now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void AudioClock::update(const ClockAnchor& anchor, std::int64_t now_ns) {
    const bool none_yet = anchor.host_ns == 0;
    if (none_yet || anchor.host_ns == last_.host_ns) {
        if (none_yet || now_ns - last_.host_ns > kSilent_ns)
            map_ = {now_ns, map_.stream_time(now_ns).value, 1.0, false};  // the show's time goes on by the host's
        return;
    }
    const double at_s = static_cast<double>(anchor.position.value) / sample_rate_;
    const double elapsed_s = static_cast<double>(anchor.host_ns - last_.host_ns) * 1e-9;
    const double expected_s = map_.stream_time(anchor.host_ns).value;
    const double error_s = at_s - expected_s;
    const bool resumed = !map_.running;
    last_ = anchor;
    if (resumed || std::abs(error_s) > kJump_s) {
        map_ = {anchor.host_ns, at_s, 1.0, true};
        return;
    }
    // A phase-locked loop: callbacks come with jitter of a period or so, the map must be smooth.
    const double rate = map_.rate + (elapsed_s > 0 ? kRateGain * kPhaseGain * error_s / std::max(elapsed_s, 1e-3) : 0.0);
    map_ = {anchor.host_ns, expected_s + kPhaseGain * error_s, std::clamp(rate, 1.0 - kRateBound, 1.0 + kRateBound), true};
}

}  // namespace chladni
