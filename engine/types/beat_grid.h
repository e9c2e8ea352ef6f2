#pragma once

#include "engine/base/units.h"

namespace chladni {

enum class BeatSource { kNone, kTracker, kTap, kHold, kClock, kFile };

/// Where the beat is: a straight line through (time, beat), good for the near past and future. Trivially copyable.
struct BeatGrid {
    Seconds at;                 ///< a moment on the stream's own time (sample count / rate)
    Beats beat;                 ///< beat position then; whole numbers are beats, 0 is the first
    Tempo tempo{120.0};
    int beats_per_bar = 4;
    int downbeat = 0;           ///< beats b with (b - downbeat) divisible by beats_per_bar start a bar
    float confidence = 0.0f;    ///< 0..1; below 0.3 play by seconds, not by beats
    BeatSource source = BeatSource::kNone;

    Beats beat_at(Seconds t) const { return beat + tempo.beats_in(t - at); }
    Seconds time_of(Beats b) const { return at + tempo.seconds_in(b - beat); }
    static constexpr float kTrusted = 0.3f;
    bool trusted() const { return confidence >= kTrusted; }
};

}  // namespace chladni
