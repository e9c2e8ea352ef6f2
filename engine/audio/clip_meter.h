#pragma once

#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace chladni {

/// Counts how often a converter ran out of range: three samples or more at full scale in a row on one channel are one clip.
/// A single sample at full scale is legal sound. Audio thread; the count may be read anywhere. Realtime-safe.
class ClipMeter {
public:
    static constexpr float kFullScale = 32766.5f / 32768.0f;  ///< the largest step of 16 bits, and all above
    static constexpr std::uint8_t kRun = 3;

    void hear(std::size_t channel, float sample) noexcept {
        std::uint8_t& run = runs_[channel % runs_.size()];
        if (std::abs(sample) < kFullScale) {
            run = 0;
        } else if (run < kRun && ++run == kRun) {
            clips_.fetch_add(1, std::memory_order_relaxed);
        }
    }
    std::uint64_t clips() const noexcept { return clips_.load(std::memory_order_relaxed); }

private:
    std::array<std::uint8_t, 64> runs_{};  // audio thread's own: samples at full scale, up to kRun
    std::atomic<std::uint64_t> clips_{0};
};

}  // namespace chladni
