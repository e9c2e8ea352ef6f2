#pragma once

namespace chladni {

/// Says "no signal" once a running input has been silent for ten seconds, and holds the clip lamp for one. Time is passed in.
class SilenceWatch {
public:
    /// Once per status: peak in dBFS, time in seconds.
    void hear(double peak_db, double time_s);
    bool silent() const { return now_s_ - last_sound_s_ >= kSilence_s; }
    bool clipped() const { return clip_s_ >= 0 && now_s_ - clip_s_ < kClipHold_s; }

private:
    static constexpr double kSilence_s = 10, kClipHold_s = 1, kFloor_db = -60, kClip_db = -0.1;
    double now_s_ = 0, last_sound_s_ = 0, clip_s_ = -1;
    bool begun_ = false;
};

}  // namespace chladni
