#pragma once

#include <algorithm>
#include <cmath>
#include <span>

namespace chladni {

/// Keeps sound within full scale without delaying it: a sample that would go beyond turns the gain down at once, and it comes
/// back over 100 ms. What stays within is left as it is, to the bit. Realtime-safe; one thread.
class Limiter {
public:
    static constexpr float kCeiling = 1.0f;
    static constexpr double kRelease_s = 0.100;

    explicit Limiter(double rate_hz) : release_(static_cast<float>(1.0 - std::exp(-1.0 / (kRelease_s * rate_hz)))) {}

    void process(std::span<float> mono) noexcept {
        for (float& sample : mono) {
            gain_ += release_ * (1.0f - gain_);
            if (gain_ > kTransparent) gain_ = 1.0f;
            const float loud = std::abs(sample);
            if (loud * gain_ > kCeiling) gain_ = kCeiling / loud;
            sample = std::clamp(sample * gain_, -kCeiling, kCeiling);
        }
    }

    float reduction_db() const noexcept { return 20.0f * std::log10(gain_); }

private:
    static constexpr float kTransparent = 0.999f;  // then it lets go wholly
    float release_;
    float gain_ = 1.0f;
};

}  // namespace chladni
