#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace chladni {

/// Brings sound slowly to a loudness: the mean square of the last second to a target, up by 3 dB a second at most and down by
/// 12, from -24 to +36 dB. Below -60 dBFS it holds what it has, so that a break is not pulled up to noise.
/// Realtime-safe; one thread.
class AutoGain {
public:
    static constexpr float kLeast_db = -24.0f, kMost_db = 36.0f, kSilence_db = -60.0f;
    static constexpr double kMean_s = 1.0, kUp_db_per_s = 3.0, kDown_db_per_s = 12.0;

    explicit AutoGain(double rate_hz)
        : keep_(static_cast<float>(std::exp(-1.0 / (kMean_s * rate_hz)))), up_db_(static_cast<float>(kUp_db_per_s / rate_hz)),
          down_db_(static_cast<float>(kDown_db_per_s / rate_hz)) {}

    /// `target_db`: RMS, dBFS. Where `hold`, the gain stays (a gate is shut).
    void process(std::span<float> mono, float target_db, bool hold) noexcept {
        if (mono.empty()) return;
        float sum = 0.0f;
        for (const float sample : mono) {
            sum += sample * sample;
            mean_ = keep_ * mean_ + (1.0f - keep_) * sample * sample;
        }
        const float from_db = gain_db_, now_db = level_db(sum / static_cast<float>(mono.size()));
        if (!hold && now_db > kSilence_db) move_to(target_db - level_db(mean_), static_cast<float>(mono.size()));
        apply(mono, from_db);
    }

    float gain_db() const noexcept { return gain_db_; }
    /// Switched off: it begins at nothing again.
    void reset() noexcept { gain_db_ = 0.0f; }

private:
    static float level_db(float mean_square) noexcept { return 10.0f * std::log10(std::max(mean_square, 1e-12f)); }
    void move_to(float wanted_db, float samples) noexcept {
        const float allowed = std::clamp(wanted_db, kLeast_db, kMost_db);
        gain_db_ = std::clamp(allowed, gain_db_ - down_db_ * samples, gain_db_ + up_db_ * samples);
    }
    // From the gain before to the one now, along a line: no step is heard.
    void apply(std::span<float> mono, float from_db) const noexcept {
        const float from = std::pow(10.0f, from_db / 20.0f), to = std::pow(10.0f, gain_db_ / 20.0f);
        const float step = (to - from) / static_cast<float>(mono.size());
        float gain = from;
        for (float& sample : mono) sample *= gain += step;
    }

    float keep_, up_db_, down_db_;
    float mean_ = 0.0f;
    float gain_db_ = 0.0f;
};

}  // namespace chladni
