#pragma once

#include <cmath>

namespace chladni {

/// A beat position that never jumps: it runs at its own rate and is drawn to where the filter says the beat is.
class PhaseLoop {
public:
    double beat() const { return beat_; }
    double beats_per_s() const { return rate_; }

    void advance(double seconds) { beat_ += rate_ * seconds; }
    /// One hop's pull toward a phase (0..1) and a rate.
    void pull(double phase, double beats_per_s) {
        const double off = phase - beat_;
        beat_ += kPhasePull * (off - std::round(off));
        rate_ += kRatePull * (beats_per_s - rate_);
    }
    /// Takes the nearest beat position with this phase, and the rate, at once.
    void lock(double phase, double beats_per_s) {
        beat_ += phase - beat_ - std::round(phase - beat_);
        rate_ = beats_per_s;
    }

private:
    static constexpr double kPhasePull = 0.1, kRatePull = 0.05;
    double beat_ = 0.0, rate_ = 2.0;
};

}  // namespace chladni
