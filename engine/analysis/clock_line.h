#pragma once

#include <cstdint>
#include <optional>

#include "engine/analysis/beat_line.h"

namespace chladni {

/// The beat of a MIDI clock: 24 pulses to the beat, whose jitter a second-order loop smooths. No heap.
class ClockLine {
public:
    void pulse(double at_s);
    /// The next pulse is the first of a bar.
    void start();
    /// Whether pulses have come long enough, and lately enough, to be followed.
    bool runs(double now_s) const;
    /// While it runs.
    BeatLine line() const;
    /// Beats since the start, at this moment; nothing where no start was heard.
    std::optional<double> beats_since_start(double t) const;

private:
    static constexpr int kPulsesPerBeat = 24;
    void begin(double at_s);

    double pulse_s_ = 0.0, period_s_ = 0.0;  // the last pulse as smoothed, and how far apart they are
    std::int64_t pulses_ = 0, in_step_ = 0;  // since the start; since the loop began
    bool started_ = false;
};

}  // namespace chladni
