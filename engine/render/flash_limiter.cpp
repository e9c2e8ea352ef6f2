#include "engine/render/flash_limiter.h"

#include <algorithm>

namespace chladni {

float FlashLimiter::limit(float wanted, double frame_s) {
    limiting_ = false;
    while (!changes_.empty() && changes_.front() <= now_s_ + frame_s - 1.0) changes_.pop_front();
    if (extreme_ < 0 || changes_.size() < kAllowed) return wanted;
    // A further change against the last one is what would count: in that direction the picture may go not quite a tenth.
    const float room = 0.6f * kChange;
    const float allowed = direction_ > 0 ? std::max(wanted, extreme_ - room) : std::min(wanted, extreme_ + room);
    limiting_ = allowed != wanted;
    return allowed;
}

void FlashLimiter::shown(float luminance, double frame_s) {
    now_s_ += frame_s;
    if (extreme_ < 0) extreme_ = luminance;
    const float change = luminance - extreme_;
    const bool counts = std::min(luminance, extreme_) < kDarker;
    if (direction_ >= 0 && change > 0) extreme_ = luminance;  // the swing goes on
    if (direction_ <= 0 && change < 0) extreme_ = luminance;
    if (direction_ == 0 ? change > kChange || change < -kChange : direction_ * change <= -kChange) {
        if (counts) changes_.push_back(now_s_);
        direction_ = change > 0 ? 1 : -1;
        extreme_ = luminance;
    }
}

}  // namespace chladni
