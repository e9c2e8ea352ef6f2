// Chosen where PulseAudio's client library is not built in.
#include "engine/audio/pulse_source.h"
#include "engine/base/check.h"

namespace chladni {

std::vector<AudioDeviceInfo> list_pulse_inputs() { return {}; }

std::unique_ptr<AudioSource> open_pulse(const InputChoice& choice, AudioInput&) {
    throw Error("expected a program built with PulseAudio to open '" + choice.name + "', this one is not; use --audio-api alsa");
}

}  // namespace chladni
