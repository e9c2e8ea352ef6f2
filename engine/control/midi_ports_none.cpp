// Chosen where RtMidi is not built in.
#include "engine/base/check.h"
#include "engine/control/midi_ports.h"

namespace chladni {

std::unique_ptr<MidiPorts> make_midi_ports(const std::string&, const std::shared_ptr<ServerGate>&) {
    throw Error("expected a program built with RtMidi to use controllers, this one is not");
}

}  // namespace chladni
