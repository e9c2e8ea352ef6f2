#pragma once

#include <deque>
#include <functional>
#include <optional>

#include "engine/types/beat_grid.h"
#include "engine/types/video_frame.h"

namespace chladni {

/// What to show at one instant: `blend` of the way from one frame to the other.
struct ShownFrames {
    VideoFrame from, to;
    float blend = 0.0f;
    bool bridging = false;  ///< nothing new was ready: the last frames go back and forth
};

/// Frames in stamp order, and the rule for which to show. When no new frame is ready the last ones go back and forth in
/// whole beats; where a chunk begins late, the bridge fades into it. Render thread only.
class PlayoutQueue {
public:
    /// `give_back` gets the slots that are no longer needed.
    explicit PlayoutQueue(std::function<void(SlotIndex)> give_back) : give_back_(std::move(give_back)) {}

    /// Frames come in order. One that belongs before the newest is given back at once.
    void push(const VideoFrame& frame);

    /// Film time at which the frames say that `beat` is; the straight continuation outside of them.
    Seconds time_of_beat(Beats beat, const BeatGrid& grid) const;

    /// Nothing only before the first frame ever.
    std::optional<ShownFrames> at(Seconds position, Seconds beat_length);

    /// Gives everything back.
    void clear();

    /// End of the newest frame on film time; nothing while empty.
    std::optional<Seconds> made_until() const;
    std::size_t size() const { return frames_.size(); }

private:
    ShownFrames bridge(std::size_t last, double beyond_s, double beat_s) const;
    ShownFrames between(std::size_t first, double position_s) const;
    double run_start_s(std::size_t last) const;
    void forget_before(std::size_t current);

    static constexpr std::size_t kKeptBehind = 48;  // the bridge's material: two seconds at 24 fps
    static constexpr double kJoin_s = 0.25;
    std::function<void(SlotIndex)> give_back_;
    std::deque<VideoFrame> frames_;
    double frame_s_ = 1.0 / 24.0;
};

}  // namespace chladni
