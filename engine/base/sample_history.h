#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/units.h"

namespace chladni {

/// The last seconds of a mono stream, addressed by sample position. One writing thread; any number of readers, who copy
/// out what they need and are told when it has been overwritten meanwhile. A reader that hangs holds nobody up, which is
/// why the generator reads from here and not from a queue.
class SampleHistory {
public:
    explicit SampleHistory(std::size_t capacity) : samples_(capacity) {}

    /// Writer thread only. Realtime-safe.
    void append(std::span<const float> samples) noexcept {
        std::int64_t at = end_.load(std::memory_order_relaxed);
        reserved_.store(at + static_cast<std::int64_t>(samples.size()), std::memory_order_seq_cst);
        for (float s : samples) slot(at++).store(s, std::memory_order_release);
        end_.store(at, std::memory_order_release);
    }

    /// Writer thread only. The stream goes on at `at`, maybe in another unit; what was kept reads as silence from now on. A
    /// reader that is under way meanwhile may get some of both.
    void restart(Samples at) noexcept {
        begin_.store(at.value, std::memory_order_seq_cst);
        reserved_.store(at.value, std::memory_order_seq_cst);
        end_.store(at.value, std::memory_order_release);
    }

    /// Any thread. Where the stream stands: one past the newest sample.
    Samples end() const noexcept { return {end_.load(std::memory_order_acquire)}; }

    /// Any thread. Copies [from, from + out.size()); what lies before the kept past or after the end reads as silence.
    /// False where a part of it was overwritten while it was read.
    bool read(Samples from, std::span<float> out) const noexcept {
        const std::int64_t end = end_.load(std::memory_order_acquire);
        const std::int64_t oldest = std::max(end - capacity(), begin_.load(std::memory_order_acquire));
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = from.value + static_cast<std::int64_t>(i);
            out[i] = at >= 0 && at >= oldest && at < end ? slot(at).load(std::memory_order_acquire) : 0.0f;
        }
        const std::int64_t first_kept = std::max(reserved_.load(std::memory_order_seq_cst) - capacity(), begin_.load());
        return from.value >= oldest ? std::max<std::int64_t>(from.value, 0) >= first_kept : first_kept <= oldest;
    }

private:
    std::int64_t capacity() const noexcept { return static_cast<std::int64_t>(samples_.size()); }
    std::atomic<float>& slot(std::int64_t at) noexcept { return samples_[static_cast<std::size_t>(at % capacity())]; }
    const std::atomic<float>& slot(std::int64_t at) const noexcept {
        return samples_[static_cast<std::size_t>(at % capacity())];
    }

    std::vector<std::atomic<float>> samples_;
    alignas(64) std::atomic<std::int64_t> end_{0};
    std::atomic<std::int64_t> reserved_{0};  // end_ once the write under way is done
    std::atomic<std::int64_t> begin_{0};     // what lies before is another stream's
};

}  // namespace chladni
