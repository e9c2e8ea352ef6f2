#pragma once

#include <span>

#include "engine/audio/auto_gain.h"
#include "engine/audio/dc_blocker.h"
#include "engine/audio/limiter.h"
#include "engine/audio/noise_gate.h"

namespace chladni {

/// What hands set of it.
struct ConditionSettings {
    float gain_db = 0.0f;
    bool block_dc = true;
    float gate_db = NoiseGate::kOff_db;  ///< threshold; at -100 or below there is no gate
    bool auto_gain = false;
    float target_db = -18.0f;            ///< of the automatic gain: RMS, dBFS
};

/// What it did to the last piece.
struct ConditionMeter {
    float input_peak = 0.0f;   ///< after the hand's gain, before all else
    float heard_peak = 0.0f;   ///< what the analysis got
    float gain_db = 0.0f;      ///< of the hand, the automatic and the limiter together
    float limited_db = 0.0f;   ///< the limiter's part: 0 or less
    bool gated = false;
};

/// Makes a microphone on a stage fit to be heard: offset off, the hand's gain, gate, automatic gain, limiter; in that order.
/// Only what analysis sees passes here: the sound that people hear does not. Realtime-safe; one thread.
class Conditioner {
public:
    explicit Conditioner(double rate_hz) : dc_(rate_hz), gate_(rate_hz), auto_gain_(rate_hz), limiter_(rate_hz) {}

    /// In place. What is not a number becomes silence.
    ConditionMeter process(std::span<float> mono, const ConditionSettings& settings) noexcept;

private:
    DcBlocker dc_;
    NoiseGate gate_;
    AutoGain auto_gain_;
    Limiter limiter_;
};

}  // namespace chladni
