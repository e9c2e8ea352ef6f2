// Chosen where PortAudio is not built in.
#include "engine/audio/jack_source.h"
#include "engine/audio/paced_clip.h"
#include "engine/audio/portaudio_source.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

Error not_built_in(const InputChoice& choice) {
    return Error("expected a program built with PortAudio to open '" + choice.name + "', this one is not; choose a file");
}

}  // namespace

std::vector<AudioDeviceInfo> list_jack_inputs(ServerGate&) { return {}; }
std::vector<AudioDeviceInfo> list_portaudio_devices() { return {}; }
std::unique_ptr<AudioSource> open_jack(const InputChoice& choice, AudioInput&, ServerGate&) { throw not_built_in(choice); }
std::unique_ptr<AudioSource> open_portaudio(const InputChoice& choice, AudioInput&) { throw not_built_in(choice); }
std::unique_ptr<AudioSource> open_audible_deck(const std::string&, std::shared_ptr<ClipDeck>, AudioInput&) { return nullptr; }

}  // namespace chladni
