#pragma once

#include <deque>
#include <vector>

#include "engine/runtime/listening.h"

namespace chladni {

/// What the last seconds sounded like, and which beats were and will be: the contents of OnsetView, without a pixel.
class OnsetScroll {
public:
    static constexpr double kPast_s = 8.0, kFuture_s = 2.0;
    struct Moment {
        double at_s = 0;
        float onset = 0, kick = 0, snare = 0, hat = 0;
    };
    struct Beat {
        double at_s = 0;
        bool downbeat = false;
    };

    void take(const Listening& sound);
    double now_s() const { return now_s_; }
    const std::deque<Moment>& moments() const { return moments_; }  ///< oldest first, none older than kPast_s
    const std::deque<Beat>& announced() const { return announced_; }
    /// The beats of the grid that nobody has announced yet, up to kFuture_s from now.
    std::vector<Beat> predicted() const;
    float confidence() const { return grid_.confidence; }
    /// 1 on a beat, falling to 0 towards the next.
    double beat_light() const;

private:
    void add(const HeardHop& hop);
    void forget();

    std::deque<Moment> moments_;
    std::deque<Beat> announced_;
    BeatGrid grid_;
    double now_s_ = 0;
};

}  // namespace chladni
