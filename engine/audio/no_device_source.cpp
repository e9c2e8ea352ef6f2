// Chosen where PortAudio is not built in.
#include "engine/audio/paced_clip.h"
#include "engine/base/check.h"

namespace chladni {

std::vector<AudioDeviceInfo> list_audio_devices() { return {}; }

std::unique_ptr<AudioSource> open_device(const AudioChoice& choice, AudioInput&) {
    throw Error("expected a program built with PortAudio to open '" + choice.name + "', this one is not; choose a file");
}

std::unique_ptr<AudioSource> open_audible_clip(const std::string&, AudioBuffer&, bool, AudioInput&) { return nullptr; }

}  // namespace chladni
