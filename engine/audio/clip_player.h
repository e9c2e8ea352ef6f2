#pragma once

#include <atomic>
#include <span>

#include "engine/audio/audio_input.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// Where a decoded file stands while it plays. One audio (or pacing) thread advances it; realtime-safe.
class ClipPlayer {
public:
    ClipPlayer(AudioBuffer clip, bool loop) : clip_(std::move(clip)), loop_(loop) {}

    /// The next `frames` samples, interleaved in the clip's channels; silence once it is over.
    void next(float* interleaved, std::size_t frames) noexcept;

    bool over() const noexcept { return over_.load(std::memory_order_acquire); }
    int channels() const { return clip_.channels; }
    int sample_rate() const { return clip_.sample_rate; }

private:
    AudioBuffer clip_;
    bool loop_;
    std::size_t at_ = 0;  // sample
    std::atomic<bool> over_{false};
};

}  // namespace chladni
