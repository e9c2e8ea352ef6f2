#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/server_gate.h"
#include "engine/control/midi_input.h"

namespace chladni {

/// The MIDI inputs of this machine. Control thread only; the callback runs on the library's thread.
class MidiPorts {
public:
    /// An open port; closes with its end.
    class Port {
    public:
        virtual ~Port() = default;
    };
    using OnEvent = std::function<void(const MidiEvent&)>;

    virtual ~MidiPorts() = default;
    /// False once the server behind it is gone: then close the ports and make another.
    virtual bool alive() const = 0;
    virtual std::vector<std::string> list() = 0;
    /// Throws Error where it is gone meanwhile or held by another program.
    virtual std::unique_ptr<Port> open(const std::string& name, OnEvent on_event) = 0;
};

/// `api`: "jack", "alsa" or "" for whichever works. `jack`: the door to libjack, shared with the sound. Throws Error: what is
/// missing, in plain words.
std::unique_ptr<MidiPorts> make_midi_ports(const std::string& api, const std::shared_ptr<ServerGate>& jack);

}  // namespace chladni
