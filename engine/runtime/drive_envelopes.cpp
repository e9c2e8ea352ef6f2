#include "engine/runtime/drive_envelopes.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chladni {

namespace {

constexpr double kTurn = 2.0 * std::numbers::pi;

double start_of(std::size_t frame) { return static_cast<double>(frame) / kFilmRate; }

}  // namespace

std::size_t frame_of(double time_s) { return static_cast<std::size_t>(std::max(0.0, std::floor(time_s * kFilmRate + 1e-6))); }

std::vector<float> envelope_of(const std::vector<Hit>& hits, double fall_s, std::size_t frames) {
    std::vector<float> envelope(frames, 0.0f);
    for (const Hit& hit : hits) {
        if (hit.time_s < 0) continue;
        for (std::size_t k = frame_of(hit.time_s); k < frames; ++k) {
            const double since_s = std::max(0.0, start_of(k) - hit.time_s);
            if (since_s > 6.0 * fall_s) break;
            envelope[k] = std::max(envelope[k], hit.velocity * static_cast<float>(std::exp(-since_s / fall_s)));
        }
    }
    return envelope;
}

std::vector<float> sounding(const std::vector<Note>& notes, std::size_t frames) {
    std::vector<float> level(frames, 0.0f);
    for (const Note& note : notes)
        for (std::size_t k = frame_of(note.time_s); k < frames && start_of(k) < note.time_s + note.duration_s; ++k)
            level[k] = std::max(level[k], note.velocity);
    float now = 0.0f;
    for (float& value : level) {
        now += (value - now) * (value > now ? 0.7f : 0.25f);
        value = now;
    }
    return level;
}

std::vector<float> hue_of(const std::vector<std::array<float, 12>>& chroma) {
    std::vector<float> hues;
    double x = 0, y = 0;
    const double keep = std::exp(-1.0 / (0.35 * kFilmRate));
    for (const auto& strengths : chroma) {
        double sum_x = 0, sum_y = 0, all = 0;
        for (std::size_t pitch = 0; pitch < 12; ++pitch) {
            const double angle = kTurn * static_cast<double>(pitch) / 12.0, strength = static_cast<double>(strengths[pitch]);
            sum_x += strength * std::cos(angle);
            sum_y += strength * std::sin(angle);
            all += strength;
        }
        if (all > 0) {
            x = keep * x + (1 - keep) * sum_x / all;
            y = keep * y + (1 - keep) * sum_y / all;
        }
        const double turn = std::atan2(y, x) / kTurn;
        hues.push_back(static_cast<float>(turn < 0 ? turn + 1 : turn));
    }
    return hues;
}

std::vector<int> count_up(const std::vector<double>& times_s, std::size_t frames) {
    std::vector<int> counts(frames, 0);
    for (const double time_s : times_s)
        for (std::size_t k = frame_of(time_s); k < frames; ++k) ++counts[k];
    return counts;
}

std::vector<Drive> drives_of(const DriveParts& parts, const SoundLevels& levels) {
    std::vector<Drive> drives(levels.energy.size());
    for (std::size_t k = 0; k < drives.size(); ++k) {
        const float loud = 1.0f - levels.calm[k];
        drives[k] = {parts.kick[k] * loud, parts.snare[k] * loud, parts.hat[k] * loud,  parts.bass[k] * loud,
                     levels.energy[k],     parts.hue[k],          levels.calm[k],       parts.scene[k]};
    }
    return drives;
}

}  // namespace chladni
