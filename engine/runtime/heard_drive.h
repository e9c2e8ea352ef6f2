#pragma once

#include <vector>

#include "engine/analysis/song_analysis.h"
#include "engine/looks/drive.h"
#include "engine/runtime/sound_levels.h"

namespace chladni {

/// What drives each frame of a film to a recording that has no score: drums, bass and chroma as they are heard, scenes where
/// the sound of the next seconds differs from that of the last. One drive per frame of `levels`.
std::vector<Drive> heard_drive(const SongAnalysis& song, const SoundLevels& levels);

}  // namespace chladni
