#pragma once

#include <memory>
#include <vector>

#include "engine/audio/audio_source.h"

namespace chladni {

/// JACK (and PipeWire's JACK) spoken to directly. PortAudio's JACK code waits for a server that was killed, holding a lock
/// that its own clean-up then trips over: a show could never get its sound back.
std::vector<AudioDeviceInfo> list_jack_inputs(ServerGate& gate);

/// The physical outputs of the JACK client `choice.name` (a part of it; "" the first) become our input. Throws Error.
std::unique_ptr<AudioSource> open_jack(const InputChoice& choice, AudioInput& into, ServerGate& gate);

}  // namespace chladni
