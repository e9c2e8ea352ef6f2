#include "engine/playout/playout_queue.h"

#include <algorithm>
#include <cmath>

namespace chladni {

namespace {

// 0 up to `length` and back to 0, again and again.
double back_and_forth(double x, double length) {
    const double phase = std::fmod(x, 2.0 * length);
    return phase <= length ? phase : 2.0 * length - phase;
}

}  // namespace

void PlayoutQueue::push(const VideoFrame& frame) {
    if (!frames_.empty()) {
        const double step = (frame.stamp.time - frames_.back().stamp.time).value;
        if (step <= 0) return give_back_(frame.slot);
        if (frame.chunk == frames_.back().chunk) frame_s_ = step;
    }
    frames_.push_back(frame);
}

std::optional<Seconds> PlayoutQueue::made_until() const {
    if (frames_.empty()) return std::nullopt;
    return frames_.back().stamp.time + Seconds{frame_s_};
}

Seconds PlayoutQueue::time_of_beat(Beats beat, const BeatGrid& grid) const {
    const auto after = std::ranges::lower_bound(frames_, beat.value, {}, [](const VideoFrame& f) { return f.stamp.beat.value; });
    if (frames_.empty()) return grid.time_of(beat);
    if (after == frames_.begin() || after == frames_.end()) {
        const FrameStamp& edge = (after == frames_.end() ? frames_.back() : frames_.front()).stamp;
        return edge.time + grid.tempo.seconds_in(beat - edge.beat);
    }
    const FrameStamp& a = std::prev(after)->stamp;
    const FrameStamp& b = after->stamp;
    const double span = (b.beat - a.beat).value;
    const double part = span > 1e-9 ? (beat - a.beat).value / span : 0.0;
    return a.time + Seconds{part * (b.time - a.time).value};
}

std::optional<ShownFrames> PlayoutQueue::at(Seconds position, Seconds beat_length) {
    if (frames_.empty()) return std::nullopt;
    const auto after = std::ranges::upper_bound(frames_, position.value, {}, [](const VideoFrame& f) { return f.stamp.time.value; });
    if (after == frames_.begin()) {  // not due yet: back and forth over what is to come
        const double wait = frames_.front().stamp.time.value - position.value;
        const double span = frames_.back().stamp.time.value - frames_.front().stamp.time.value;
        return between(0, frames_.front().stamp.time.value + (span > 0 ? back_and_forth(wait, span) : 0.0));
    }
    const auto current = static_cast<std::size_t>(after - frames_.begin()) - 1;
    const double since = position.value - frames_[current].stamp.time.value;
    const bool more = after != frames_.end();
    const double to_next = more ? after->stamp.time.value - position.value : 0.0;
    ShownFrames shown;
    if (more && since + to_next < 1.5 * frame_s_) {
        shown = between(current, position.value);
    } else if (!more && since <= frame_s_) {
        shown = {frames_[current], frames_[current], 0.0f, false};
    } else {
        shown = bridge(current, since - frame_s_, beat_length.value);
        if (more && to_next < kJoin_s) {
            if (shown.blend >= 0.5f) shown.from = shown.to;
            shown.to = *after;
            shown.blend = static_cast<float>(1.0 - to_next / kJoin_s);
        }
    }
    forget_before(current);
    return shown;
}

// The whole beats that the last unbroken run of frames holds, walked backwards and forwards.
ShownFrames PlayoutQueue::bridge(std::size_t last, double beyond_s, double beat_s) const {
    const double end_s = frames_[last].stamp.time.value;
    const double run_s = end_s - run_start_s(last);
    const double beats = std::floor(run_s / beat_s);
    const double length_s = beats >= 1.0 ? std::min(beats, 4.0) * beat_s : run_s;
    ShownFrames shown = length_s > 0 ? between(0, end_s - back_and_forth(std::max(beyond_s, 0.0), length_s))
                                     : ShownFrames{frames_[last], frames_[last], 0.0f, true};
    shown.bridging = true;
    return shown;
}

double PlayoutQueue::run_start_s(std::size_t last) const {
    std::size_t first = last;
    while (first > 0 && (frames_[first].stamp.time - frames_[first - 1].stamp.time).value < 1.5 * frame_s_) --first;
    return frames_[first].stamp.time.value;
}

ShownFrames PlayoutQueue::between(std::size_t first, double position_s) const {
    const auto begin = frames_.begin() + static_cast<std::ptrdiff_t>(first);
    const auto after = std::upper_bound(begin, frames_.end(), position_s,
                                        [](double at, const VideoFrame& f) { return at < f.stamp.time.value; });
    if (after == begin) return {*begin, *begin, 0.0f, false};
    const VideoFrame& from = *std::prev(after);
    if (after == frames_.end()) return {from, from, 0.0f, false};
    const double span = (after->stamp.time - from.stamp.time).value;
    return {from, *after, static_cast<float>((position_s - from.stamp.time.value) / span), false};
}

void PlayoutQueue::forget_before(std::size_t current) {
    for (; current > kKeptBehind; --current) {
        give_back_(frames_.front().slot);
        frames_.pop_front();
    }
}

void PlayoutQueue::clear() {
    for (const VideoFrame& frame : frames_) give_back_(frame.slot);
    frames_.clear();
}

}  // namespace chladni
