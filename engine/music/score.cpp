#include "engine/music/score.h"

#include <algorithm>

namespace chladni {

float Score::gain_at(double time_s) const {
    double gain = 1.0;
    for (const SongSection& s : sections)
        if (time_s >= s.start_s && time_s < s.end_s) gain = static_cast<double>(s.gain);
    if (fade_in_s > 0) gain *= std::clamp(time_s / fade_in_s, 0.0, 1.0);
    if (fade_out_s > 0) gain *= std::clamp((duration_s - time_s) / fade_out_s, 0.0, 1.0);
    return static_cast<float>(gain);
}

}  // namespace chladni
