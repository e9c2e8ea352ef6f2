#pragma once

#include "engine/music/random.h"
#include "engine/music/score.h"
#include "engine/music/stereo.h"

namespace chladni {

void play_kick(Stereo& track, const Hit& hit);                  ///< a sine that falls into the bass, with a click in front
void play_snare(Stereo& track, const Hit& hit, Random& random);  ///< two drum modes under a burst of noise
void play_hat(Stereo& track, const Hit& hit, Random& random);    ///< metal: noise and square tones, high-passed

}  // namespace chladni
