#pragma once

#include "engine/music/random.h"
#include "engine/music/score.h"

namespace chladni {

/// Writes every part of the score into its sections: drums, chords, bass, lead.
void write_parts(Score& score, Random& random);

}  // namespace chladni
