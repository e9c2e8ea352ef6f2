#pragma once

#include <ebur128.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>

#include "engine/base/check.h"

namespace chladni {

inline constexpr double kSilence_lufs = -70.0;

struct CloseMeter {
    void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};
/// libebur128's meter of one channel that two loudspeakers play.
using LoudnessMeter = std::unique_ptr<ebur128_state, CloseMeter>;

inline LoudnessMeter open_loudness_meter(double rate_hz, int mode) {
    LoudnessMeter meter(ebur128_init(1, static_cast<unsigned long>(std::lround(rate_hz)), mode));
    require(meter != nullptr, "expected a loudness meter for this sample rate, got none; use a rate of 1 to 768 kHz");
    ebur128_set_channel(meter.get(), 0, EBUR128_DUAL_MONO);
    return meter;
}

/// What is no number is silence: the meter's filters would keep it for good. What is 40 dB over full scale says no more, and
/// more would overflow the meter's powers.
inline void feed(const LoudnessMeter& meter, std::span<const float> mono) {
    static constexpr float kLoudest = 100.0f;
    std::array<float, 1024> piece;
    while (!mono.empty()) {
        const auto part = mono.first(std::min(mono.size(), piece.size()));
        std::ranges::transform(part, piece.begin(), [](float s) { return std::isfinite(s) ? std::clamp(s, -kLoudest, kLoudest) : 0.0f; });
        ebur128_add_frames_float(meter.get(), piece.data(), part.size());
        mono = mono.subspan(part.size());
    }
}

inline double audible(double lufs) { return std::isfinite(lufs) ? std::max(lufs, kSilence_lufs) : kSilence_lufs; }

}  // namespace chladni
