#pragma once

#include <vector>

namespace chladni {

/// Keeps pulses of light to three a second: where kicks come faster than that, they are made too small to count as flashes.
/// One frame after another, one thread.
class FlashGuard {
public:
    static constexpr float kFull = 0.32f;   ///< how much brighter a kick makes the picture, as a part of its luminance
    static constexpr float kSmall = 0.08f;  ///< the same where there have been three in the last second
    static constexpr int kMost = 3;

    /// The kick's envelope, 0..1, of the next frame; returns how much brighter the frame may be: 0..kFull.
    float step(float kick);

private:
    int frame_ = 0;
    float last_ = 0, size_ = kFull, falling_ = 0;
    std::vector<int> starts_;  ///< frames at which pulses began, of the last second
};

}  // namespace chladni
