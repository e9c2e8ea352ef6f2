#pragma once

#include <memory>
#include <vector>

#include "engine/audio/audio_source.h"

namespace chladni {

/// PulseAudio and PipeWire spoken to directly: PortAudio sees them through ALSA as one device with no name, and is not told
/// when the server moves it to another source. Empty where no server answers.
std::vector<AudioDeviceInfo> list_pulse_inputs();

/// The source `choice.name` (or its label, or a part of them; "" the server's default). It stays with that source: where the
/// server takes it away, the sound is lost, and never another's. Throws Error.
std::unique_ptr<AudioSource> open_pulse(const InputChoice& choice, AudioInput& into);

}  // namespace chladni
