#pragma once

#include <cmath>
#include <span>

namespace chladni {

/// Takes a constant offset off: a one-pole high pass at 5 Hz, which lets 40 Hz through at -0.07 dB. Realtime-safe; one thread.
class DcBlocker {
public:
    static constexpr double kCorner_hz = 5.0;

    explicit DcBlocker(double rate_hz) : keep_(static_cast<float>(std::exp(-2.0 * M_PI * kCorner_hz / rate_hz))) {}

    void process(std::span<float> mono) noexcept {
        for (float& sample : mono) {
            const float in = sample;
            out_ = in - in_ + keep_ * out_;
            in_ = in;
            sample = out_;
        }
    }

private:
    float keep_, in_ = 0.0f, out_ = 0.0f;
};

}  // namespace chladni
