#pragma once

#include <memory>
#include <vector>

#include "engine/audio/audio_source.h"

namespace chladni {

/// Sound cards, and the sound servers that ALSA knows as devices; all of PortAudio's host APIs but JACK's, which we speak
/// ourselves.
std::vector<AudioDeviceInfo> list_portaudio_devices();

/// The device `choice.name` of `choice.host_api`, as pick_device() finds it. Throws Error.
std::unique_ptr<AudioSource> open_portaudio(const InputChoice& choice, AudioInput& into);

}  // namespace chladni
