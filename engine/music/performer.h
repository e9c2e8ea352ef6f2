#pragma once

#include "engine/music/score.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// Plays a score: 48 kHz, stereo, exactly as long as the score. The same score gives the same samples.
AudioBuffer perform(const Score& score);

}  // namespace chladni
