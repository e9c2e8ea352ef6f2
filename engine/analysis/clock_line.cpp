#include "engine/analysis/clock_line.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr double kLost_s = 0.5;                          // without a pulse for so long
constexpr double kLongest_s = 60.0 / (20.0 * 24.0);      // 20 BPM
constexpr double kShortest_s = 60.0 / (400.0 * 24.0);    // 400 BPM
constexpr std::int64_t kEnough = 24;                     // pulses: a beat
constexpr double kPlacePull = 0.08, kPeriodPull = 0.0016;  // close to critical damping, half a second of memory
constexpr double kOff = 3.0;                             // periods beside its place, and it is another clock

}  // namespace

void ClockLine::begin(double at_s) {
    pulse_s_ = at_s;
    period_s_ = 0.0;
    in_step_ = 0;
}

void ClockLine::pulse(double at_s) {
    const double since_s = at_s - pulse_s_;
    ++pulses_;
    if (in_step_ == 0 && period_s_ == 0.0 && (since_s < 0.0 || since_s > kLongest_s)) return begin(at_s);
    if (period_s_ == 0.0) {
        period_s_ = std::clamp(since_s, kShortest_s, kLongest_s);
        pulse_s_ = at_s;
        in_step_ = 1;
        return;
    }
    const double off_s = since_s - period_s_;
    if (std::abs(off_s) > kOff * period_s_ || since_s < 0.0) return begin(at_s);
    ++in_step_;
    // At first as one averages: the n-th pulse by its share; later with the loop's own memory.
    const double place = std::max(kPlacePull, 2.0 / static_cast<double>(in_step_ + 2));
    const double period = std::max(kPeriodPull, 2.0 / static_cast<double>((in_step_ + 2) * (in_step_ + 2)));
    pulse_s_ += period_s_ + place * off_s;
    period_s_ = std::clamp(period_s_ + period * off_s, kShortest_s, kLongest_s);
}

void ClockLine::start() {
    started_ = true;
    pulses_ = -1;
}

bool ClockLine::runs(double now_s) const { return in_step_ >= kEnough && now_s - pulse_s_ < kLost_s; }

BeatLine ClockLine::line() const {
    const std::int64_t into = started_ ? pulses_ : 0;
    const double back = static_cast<double>((into % kPulsesPerBeat + kPulsesPerBeat) % kPulsesPerBeat);
    return {period_s_ * kPulsesPerBeat, pulse_s_ - back * period_s_};
}

std::optional<double> ClockLine::beats_since_start(double t) const {
    if (!started_) return {};
    return (static_cast<double>(pulses_) + (t - pulse_s_) / period_s_) / kPulsesPerBeat;
}

}  // namespace chladni
