#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/music/stereo.h"

namespace chladni {

inline constexpr double kTurn = 2.0 * std::numbers::pi;

inline double pitch_hz(int pitch) { return 440.0 * std::exp2((pitch - 69) / 12.0); }

/// A saw without the harsh edge: the step is rounded over two samples (PolyBLEP: Välimäki and Huovilainen, "Antialiasing
/// oscillators in subtractive synthesis", IEEE SPM 2007).
class Saw {
public:
    explicit Saw(double hz, double phase = 0.0) : step_(hz / kStudioRate), phase_(phase) {}
    float next() {
        phase_ += step_;
        if (phase_ >= 1.0) phase_ -= 1.0;
        double value = 2.0 * phase_ - 1.0;
        if (phase_ < step_) {
            const double t = phase_ / step_;
            value -= t + t - t * t - 1.0;
        } else if (phase_ > 1.0 - step_) {
            const double t = (phase_ - 1.0) / step_;
            value -= t * t + t + t + 1.0;
        }
        return static_cast<float>(value);
    }

private:
    double step_, phase_;
};

/// A state variable filter that stays stable while its cut-off moves (Simper, "Linear trapezoidal integrated SVF", 2013).
class Filter {
public:
    void tune(double cutoff_hz, double resonance) {
        const double g = std::tan(std::numbers::pi * std::clamp(cutoff_hz, 10.0, 0.45 * kStudioRate) / kStudioRate);
        k_ = static_cast<float>(1.0 / resonance);
        a1_ = static_cast<float>(1.0 / (1.0 + g * (g + 1.0 / resonance)));
        a2_ = static_cast<float>(g) * a1_;
        a3_ = static_cast<float>(g) * a2_;
    }
    void push(float x) {
        const float v3 = x - second_;
        band_ = a1_ * first_ + a2_ * v3;
        low_ = second_ + a2_ * first_ + a3_ * v3;
        first_ = 2.0f * band_ - first_;
        second_ = 2.0f * low_ - second_;
        high_ = x - k_ * band_ - low_;
    }
    float low(float x) { return push(x), low_; }
    float band(float x) { return push(x), band_; }
    float high(float x) { return push(x), high_; }

private:
    float k_ = 1.0f, a1_ = 0.0f, a2_ = 0.0f, a3_ = 0.0f;
    float first_ = 0.0f, second_ = 0.0f, low_ = 0.0f, band_ = 0.0f, high_ = 0.0f;
};

/// Rises in a straight line, falls to nothing in a straight line at the end: no clicks. Seconds.
inline double swell(double t, double length_s, double attack_s, double release_s) {
    return std::clamp(std::min(t / attack_s, (length_s - t) / release_s), 0.0, 1.0);
}

}  // namespace chladni
