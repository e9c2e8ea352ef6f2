#pragma once

#include <atomic>
#include <cstdint>
#include <span>

#include "engine/audio/channel_choice.h"
#include "engine/audio/clip_meter.h"
#include "engine/base/latest.h"
#include "engine/base/spsc_ring.h"
#include "engine/base/units.h"

namespace chladni {

/// One pair of clocks: the stream stood at `position` when the host's steady clock showed `host_ns`.
struct ClockAnchor {
    Samples position;
    std::int64_t host_ns = 0;
};

/// The body of the audio callback: copies and leaves. No lock, no heap, no log, no exception.
class AudioInput {
public:
    /// `ring_samples`: about a second; what does not fit is dropped, counted and replaced by silence in the count.
    explicit AudioInput(std::size_t ring_samples = 96000) : ring_(ring_samples) {}

    /// Audio thread only. Realtime-safe. `frames` samples of each channel, interleaved or each in a row of its own; heard as
    /// the mean of the chosen channels. What is not a number is silence.
    void on_audio(const float* interleaved, std::size_t frames, int channels, std::int64_t host_ns) noexcept;
    void on_audio(std::span<const float* const> rows, std::size_t frames, std::int64_t host_ns) noexcept;

    /// Any thread: from the next callback on.
    void listen_to(ChannelChoice choice) noexcept { choice_.store(choice, std::memory_order_relaxed); }
    ChannelChoice listens_to() const noexcept { return choice_.load(std::memory_order_relaxed); }

    /// Analysis thread only. Mono samples in order.
    std::size_t read(std::span<float> out) noexcept { return ring_.pop(out); }

    /// Any thread.
    Samples position() const noexcept { return {position_.load(std::memory_order_acquire)}; }
    std::uint64_t dropped() const noexcept { return dropped_.load(std::memory_order_relaxed); }
    std::uint64_t xruns() const noexcept { return xruns_.load(std::memory_order_relaxed); }
    std::uint64_t clips() const noexcept { return meter_.clips(); }
    void count_xrun() noexcept { xruns_.fetch_add(1, std::memory_order_relaxed); }
    const Latest<ClockAnchor>& anchor() const noexcept { return anchor_; }

private:
    template <typename At>
    void take(std::size_t frames, std::size_t channels, std::int64_t host_ns, At&& at) noexcept;
    void pass_on(std::span<const float> mono) noexcept;

    std::size_t owed_ = 0;  // audio thread's own: dropped samples that the ring has no silence for yet
    ClipMeter meter_;
    SpscRing<float> ring_;  // audio thread -> analysis thread; full: newest dropped, counted, silence later
    std::atomic<ChannelChoice> choice_{};
    std::atomic<std::int64_t> position_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> xruns_{0};
    Latest<ClockAnchor> anchor_;
};

}  // namespace chladni
