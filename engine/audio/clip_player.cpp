#include "engine/audio/clip_player.h"

#include <algorithm>

namespace chladni {

void ClipPlayer::next(float* interleaved, std::size_t frames) noexcept {
    const auto channels = static_cast<std::size_t>(clip_.channels);
    const std::size_t length = clip_.samples.size() / channels;
    for (std::size_t done = 0; done < frames;) {
        if (at_ == length && loop_ && length > 0) at_ = 0;
        const std::size_t count = std::min(frames - done, length - at_);
        if (count == 0) {
            std::fill_n(interleaved + done * channels, (frames - done) * channels, 0.0f);
            over_.store(true, std::memory_order_release);
            return;
        }
        std::copy_n(clip_.samples.data() + at_ * channels, count * channels, interleaved + done * channels);
        at_ += count;
        done += count;
    }
    if (at_ == length && !loop_) over_.store(true, std::memory_order_release);
}

}  // namespace chladni
