#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace chladni {

/// Shuts out what is quieter than a threshold: hum and hiss between songs must not become beats. It opens within 5 ms, stays
/// open for 200 ms after the last loud sample and shuts only 6 dB below the threshold, so that it does not flutter.
/// Realtime-safe; one thread.
class NoiseGate {
public:
    static constexpr float kOff_db = -100.0f;  ///< a threshold that low: always open
    static constexpr float kHysteresis_db = 6.0f;
    static constexpr double kOpens_s = 0.005, kHolds_s = 0.200, kShuts_s = 0.050;

    explicit NoiseGate(double rate_hz)
        : open_step_(static_cast<float>(1.0 / (kOpens_s * rate_hz))), shut_step_(static_cast<float>(1.0 / (kShuts_s * rate_hz))),
          hold_(static_cast<int>(kHolds_s * rate_hz)) {}

    void set_threshold(float db) noexcept {
        opens_at_ = db <= kOff_db ? 0.0f : std::pow(10.0f, db / 20.0f);
        stays_at_ = opens_at_ * std::pow(10.0f, -kHysteresis_db / 20.0f);
    }

    void process(std::span<float> mono) noexcept {
        for (float& sample : mono) {
            const float loud = std::abs(sample);
            if (loud >= (left_ > 0 ? stays_at_ : opens_at_)) left_ = hold_;
            else if (left_ > 0) --left_;
            gain_ = left_ > 0 || opens_at_ == 0.0f ? std::min(1.0f, gain_ + open_step_) : std::max(0.0f, gain_ - shut_step_);
            sample *= gain_;
        }
    }

    bool shut() const noexcept { return opens_at_ > 0.0f && left_ == 0; }

private:
    float open_step_, shut_step_;
    int hold_;
    float opens_at_ = 0.0f, stays_at_ = 0.0f;
    int left_ = 0;        // samples that it stays open for
    float gain_ = 1.0f;
};

}  // namespace chladni
