#pragma once

#include <array>
#include <cstddef>

#include "engine/base/units.h"

namespace chladni {

inline constexpr std::size_t kBands = 8;

/// What one hop of sound (10 ms) sounds like. Trivially copyable: it travels by Latest and by ring.
struct FeatureFrame {
    Samples at;                          ///< the end of the hop, on the stream's sample count
    float rms = 0.0f;                    ///< of the hop, full scale is 1
    float peak = 0.0f;                   ///< largest magnitude of the hop
    float loudness_lufs = -70.0f;        ///< momentary (400 ms); -70 is silence
    float short_term_lufs = -70.0f;      ///< of the last 3 s, anew every 100 ms
    float level = 0.0f;                  ///< loudness on 0..1 against the recent past: the automatic gain
    std::array<float, kBands> bands{};   ///< 0..1 each, low to high, automatic gain, attack and release
    float onset = 0.0f;                  ///< onset strength over the spectrum, 0..1
    float kick = 0.0f;                   ///< the same of the low end, decaying: an envelope, 0..1
    float snare = 0.0f;
    float hat = 0.0f;
    float brightness = 0.0f;             ///< spectral centroid on 0..1 (log frequency, 100 Hz to 10 kHz)
    float flatness = 0.0f;               ///< 0 a tone, 1 noise
    std::array<float, 12> chroma{};      ///< 0..1, pitch classes from C on, 120 Hz to 4 kHz, the strongest is 1; 0 in silence
    bool clipped = false;                ///< two samples or more in a row stand at full scale
};

}  // namespace chladni
