#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "engine/looks/drive.h"
#include "engine/music/score.h"
#include "engine/runtime/sound_levels.h"

namespace chladni {

/// Per frame: as strong as the hit on the frame in which it falls, then falling as exp(-dt / fall_s).
std::vector<float> envelope_of(const std::vector<Hit>& hits, double fall_s, std::size_t frames);

/// 1 where a note of full strength sounds, with soft ends.
std::vector<float> sounding(const std::vector<Note>& notes, std::size_t frames);

/// Twelve strengths per frame, pitch classes from C on, to the place of their mean on the circle: 0..1, smooth, and where
/// nothing sounds the last one.
std::vector<float> hue_of(const std::vector<std::array<float, 12>>& chroma);

/// Per frame, how many of the times lie at or before it (a time within a frame counts for that frame).
std::vector<int> count_up(const std::vector<double>& times_s, std::size_t frames);

/// The frame in which a moment falls.
std::size_t frame_of(double time_s);

/// Puts the parts together. In silence nothing drums.
struct DriveParts {
    std::vector<float> kick, snare, hat, bass, hue;
    std::vector<int> scene;
};
std::vector<Drive> drives_of(const DriveParts& parts, const SoundLevels& levels);

}  // namespace chladni
