#include "ui/silence_watch.h"

namespace chladni {

void SilenceWatch::hear(double peak_db, double time_s) {
    if (!begun_ || peak_db > kFloor_db) last_sound_s_ = time_s;
    if (peak_db >= kClip_db) clip_s_ = time_s;
    now_s_ = time_s;
    begun_ = true;
}

}  // namespace chladni
