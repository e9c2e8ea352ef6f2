#include "engine/looks/flash_guard.h"

#include <algorithm>
#include <cmath>

#include "engine/looks/drive.h"

namespace chladni {

float FlashGuard::step(float kick) {
    constexpr int kSecond = static_cast<int>(kFilmRate);
    std::erase_if(starts_, [&](int start) { return frame_ - start >= kSecond; });
    if (kick > last_ + 0.05f) {
        size_ = starts_.size() < kMost ? kFull : kSmall;
        starts_.push_back(frame_);
    }
    last_ = kick;
    ++frame_;
    // What a large pulse left goes on falling under a small one.
    falling_ *= static_cast<float>(std::exp(-1.0 / (kKickFall_s * kFilmRate)));
    return falling_ = std::max(falling_, size_ * std::clamp(kick, 0.0f, 1.0f));
}

}  // namespace chladni
