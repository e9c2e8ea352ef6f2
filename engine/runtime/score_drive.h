#pragma once

#include <vector>

#include "engine/looks/drive.h"
#include "engine/music/score.h"
#include "engine/runtime/sound_levels.h"

namespace chladni {

/// What drives each frame of a film to a piece whose score is known. Drums, notes and sections are the score's; how much is
/// going on is measured in the sound. One drive per frame of `levels`.
std::vector<Drive> score_drive(const Score& score, const SoundLevels& levels);

}  // namespace chladni
