// All host APIs in one list, and the one that a choice means.
#include "engine/audio/jack_source.h"
#include "engine/audio/portaudio_source.h"
#include "engine/audio/pulse_source.h"
#include "engine/base/check.h"

namespace chladni {

namespace {

void append(std::vector<AudioDeviceInfo>& all, std::vector<AudioDeviceInfo> more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::unique_ptr<AudioSource> open_in(const std::string& host_api, const InputChoice& choice, AudioInput& into, ServerGate& jack) {
    if (host_api == "jack") return open_jack(choice, into, jack);
    if (host_api == "pulse") return open_pulse(choice, into);
    return open_portaudio(choice, into);
}

}  // namespace

std::vector<AudioDeviceInfo> list_audio_devices(ServerGate& jack) {
    std::vector<AudioDeviceInfo> all = list_jack_inputs(jack);
    append(all, list_pulse_inputs());
    append(all, list_portaudio_devices());
    return all;
}

std::unique_ptr<AudioSource> open_device(const InputChoice& choice, AudioInput& into, ServerGate& jack) {
    if (!choice.host_api.empty()) return open_in(choice.host_api, choice, into, jack);
    const std::vector<AudioDeviceInfo> devices = list_audio_devices(jack);
    const DevicePick pick = pick_device(devices, choice);
    require(pick.device != nullptr, "expected a sound input" + (choice.name.empty() ? "" : " named '" + choice.name + "'") +
                                        ", there is none now; it is opened when it appears");
    InputChoice exact = choice;
    exact.host_api = pick.device->host_api;
    if (!choice.name.empty()) exact.name = pick.device->name;  // the default stays the default: it may change
    return open_in(exact.host_api, exact, into, jack);
}

}  // namespace chladni
