#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/control/midi_ports.h"

namespace chladni {

/// A port's name without the number that ALSA appends, which changes when the plug is pulled: "nanoKONTROL 20:0".
std::string steady_name(const std::string& port);

/// Keeps the chosen ports open by name, scan after scan: what vanished is closed and listed as missing, what is there (again)
/// is opened. One thread.
class PortKeeper {
public:
    using MakePorts = std::function<std::unique_ptr<MidiPorts>()>;
    PortKeeper(MakePorts make_ports, MidiPorts::OnEvent on_event)
        : make_ports_(std::move(make_ports)), on_event_(std::move(on_event)) {}

    /// One look at the world. Never throws: what is wrong becomes the status' message. `chosen`: parts of names; "" or none: all.
    MidiStatus scan(const std::vector<std::string>& chosen);

private:
    MidiPorts::OnEvent numbered(std::uint8_t port) const;  // a clock says which port it comes from
    void look(const std::vector<std::string>& chosen, MidiStatus& status);

    MakePorts make_ports_;
    MidiPorts::OnEvent on_event_;
    std::unique_ptr<MidiPorts> ports_;
    std::uint8_t next_port_ = 0;
    std::map<std::string, std::unique_ptr<MidiPorts::Port>> open_;  // by full name; closes before ports_
};

}  // namespace chladni
