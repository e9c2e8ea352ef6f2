#include "engine/audio/conditioner.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

constexpr float kSane = 16.0f;  // full scale and the most gain: what is beyond is no sound, and would be remembered for long

float peak_of(std::span<const float> mono) {
    float peak = 0.0f;
    for (const float sample : mono) peak = std::max(peak, std::abs(sample));
    return peak;
}

}  // namespace

ConditionMeter Conditioner::process(std::span<float> mono, const ConditionSettings& settings) noexcept {
    const float gain = std::pow(10.0f, settings.gain_db / 20.0f);
    for (float& sample : mono) sample = std::isfinite(sample) ? std::clamp(sample * gain, -kSane, kSane) : 0.0f;
    ConditionMeter meter{peak_of(mono)};
    if (settings.block_dc) dc_.process(mono);
    gate_.set_threshold(settings.gate_db);
    gate_.process(mono);
    meter.gated = gate_.shut();
    if (settings.auto_gain) auto_gain_.process(mono, settings.target_db, meter.gated);
    else auto_gain_.reset();
    limiter_.process(mono);
    meter.heard_peak = peak_of(mono);
    meter.limited_db = limiter_.reduction_db();
    meter.gain_db = settings.gain_db + auto_gain_.gain_db() + meter.limited_db;
    return meter;
}

}  // namespace chladni
