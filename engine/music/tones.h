#pragma once

#include "engine/music/score.h"
#include "engine/music/stereo.h"

namespace chladni {

void play_bass(Stereo& track, const Note& note);   ///< a saw over a sine, its filter closing
void play_pad(Stereo& track, const Chord& chord);  ///< three saws a voice, detuned and spread, behind a slow filter
void play_pluck(Stereo& track, const Note& note);  ///< a small bell by frequency modulation

}  // namespace chladni
