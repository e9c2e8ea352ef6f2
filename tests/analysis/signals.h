#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "engine/analysis/analyzer.h"

namespace chladni {

inline constexpr double kRate_hz = 48000.0;

inline std::size_t samples_of(double seconds) { return static_cast<std::size_t>(std::llround(seconds * kRate_hz)); }
inline std::vector<float> silence(double seconds) { return std::vector<float>(samples_of(seconds)); }

inline std::vector<float> sine(double hz, double amplitude, double seconds) {
    std::vector<float> sound(samples_of(seconds));
    for (std::size_t i = 0; i < sound.size(); ++i) {
        const double t = static_cast<double>(i) / kRate_hz;
        sound[i] = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * hz * t));
    }
    return sound;
}

/// Every sample drawn anew, -1..1 times the amplitude; the same on every machine.
inline std::vector<float> white_noise(float amplitude, double seconds) {
    std::vector<float> sound(samples_of(seconds));
    std::uint32_t state = 1;
    for (float& s : sound) {
        state = state * 1664525u + 1013904223u;
        s = amplitude * (static_cast<float>(state >> 8) / 8388608.0f - 1.0f);
    }
    return sound;
}

/// Noise that loses 3 dB per octave (three poles, after Paul Kellet).
inline std::vector<float> pink_noise(float amplitude, double seconds) {
    std::vector<float> sound = white_noise(1.0f, seconds);
    float slow = 0.0f, middle = 0.0f, fast = 0.0f;
    for (float& s : sound) {
        slow = 0.99765f * slow + 0.0990460f * s;
        middle = 0.96300f * middle + 0.2965164f * s;
        fast = 0.57000f * fast + 1.0526913f * s;
        s = 0.25f * amplitude * (slow + middle + fast + 0.1848f * s);
    }
    return sound;
}

/// A tone that starts at `at_s`, swells within `rise_s` without a corner, and falls off with the time constant given.
inline void add_hit(std::vector<float>& sound, double at_s, double hz, double fall_s, double rise_s = 0.002) {
    const std::size_t start = samples_of(at_s);
    for (std::size_t i = 0; start + i < sound.size() && static_cast<double>(i) < 8.0 * fall_s * kRate_hz; ++i) {
        const double t = static_cast<double>(i) / kRate_hz;
        const double rise = t < rise_s ? 0.5 - 0.5 * std::cos(std::numbers::pi * t / rise_s) : 1.0;
        const double tone = std::sin(2.0 * std::numbers::pi * hz * t);
        sound[start + i] += static_cast<float>(0.7 * rise * std::exp(-t / fall_s) * tone);
    }
}

inline void add_click(std::vector<float>& sound, double at_s) { add_hit(sound, at_s, 1500.0, 0.004); }

/// Clicks from the start on, one a beat.
inline std::vector<float> click_track(double bpm, double seconds) {
    std::vector<float> sound = silence(seconds);
    for (int beat = 0; beat * 60.0 / bpm < seconds; ++beat) add_click(sound, beat * 60.0 / bpm);
    return sound;
}

inline std::vector<float> joined(std::vector<float> first, const std::vector<float>& second) {
    first.insert(first.end(), second.begin(), second.end());
    return first;
}

/// All that the analyzer says of a sound, one result every 10 ms.
inline std::vector<HopResult> heard(const std::vector<float>& sound, double rate_hz = kRate_hz) {
    std::vector<HopResult> hops;
    Analyzer analyzer(rate_hz);
    analyzer.analyze(sound, [&](const HopResult& hop) { hops.push_back(hop); });
    return hops;
}

inline std::vector<double> beats_of(const std::vector<HopResult>& hops) {
    std::vector<double> beats_s;
    for (const HopResult& hop : hops)
        if (hop.beat) beats_s.push_back(hop.beat_time.value);
    return beats_s;
}

}  // namespace chladni
