#include "engine/runtime/clip_walk.h"

#include <algorithm>

namespace chladni {

void ClipWalk::go_to(Samples show) {
    const Samples ahead = show - playing_.show;
    if (ahead.value >= 0) skip(ahead.value);
    else if (playing_.playing) head_.at = std::max<std::int64_t>(0, head_.at + ahead.value);
}

void ClipWalk::read(std::span<float> out) { walk(static_cast<std::int64_t>(out.size()), out.data()); }

bool ClipWalk::go_on() {
    if (head_.jump()) return true;
    if (in_next_ || !playing_.next || playing_.next->empty()) return false;
    in_next_ = true;
    head_ = {0, static_cast<std::int64_t>(playing_.next->size())};
    return true;
}

// As the analysis will hear it: with its gains, within full scale.
void ClipWalk::copy(std::span<float> out) const {
    const std::vector<float>& mono = *(in_next_ ? playing_.next : playing_.mono);
    std::copy_n(mono.begin() + head_.at, out.size(), out.begin());
    if (playing_.gain == 1.0f) return;
    for (float& sample : out) sample = std::clamp(sample * playing_.gain, -1.0f, 1.0f);
}

void ClipWalk::walk(std::int64_t samples, float* out) {
    over_ = over_ || !playing_.playing || !playing_.mono;
    while (samples > 0) {
        if (!over_ && head_.run() == 0) over_ = !go_on();
        const std::int64_t count = over_ ? samples : std::min(samples, head_.run());
        if (out && over_) std::fill_n(out, count, 0.0f);
        if (out && !over_) copy(std::span(out, static_cast<std::size_t>(count)));
        if (!over_) head_.at += count;
        if (out) out += count;
        samples -= count;
    }
}

}  // namespace chladni
