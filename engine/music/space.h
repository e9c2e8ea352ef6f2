#pragma once

#include "engine/music/stereo.h"

namespace chladni {

/// Echoes of `track` that jump between the sides, mixed into it.
void add_echo(Stereo& track, double delay_s, float feedback, float amount);

/// A room: eight delay lines that feed one another through a Hadamard matrix, damped in the treble (Jot and Chaigne,
/// "Digital delay networks for designing artificial reverberators", AES 1991). Gives the room alone.
Stereo room_of(const Stereo& track, double decay_s);

}  // namespace chladni
