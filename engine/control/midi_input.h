#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/server_gate.h"

namespace chladni {

/// One message of a controller, parsed. Trivially copyable.
struct MidiEvent {
    enum class Kind : std::uint8_t { kControl, kNoteOn, kNoteOff, kProgram, kClock, kStart, kContinue, kOther } kind = Kind::kOther;
    std::uint8_t channel = 1;  ///< 1..16
    std::uint8_t number = 0;   ///< controller, note or program, 0..127; of a clock: which of the open ports it comes from
    std::uint8_t value = 0;    ///< 0..127
};

/// Whether it belongs to a MIDI clock: a pulse, its start, or that it goes on.
bool is_clock(const MidiEvent& event);

/// "cc 1/16 = 64", "note 10/36 on 100": for the status line.
std::string describe(const MidiEvent& event);

/// Raw bytes of one message. kOther for what chladni does not use; never throws.
MidiEvent parse_midi(const std::uint8_t* bytes, std::size_t size);

struct MidiStatus {
    std::vector<std::string> available;  ///< ports that exist now
    std::vector<std::string> open;
    std::vector<std::string> missing;    ///< chosen, not there now; opened when it returns
    std::string last;                    ///< the last message in words
    std::string message;                 ///< why there is no MIDI, where there is none
};

/// Keeps the chosen controllers open by name on a thread of its own; one that is unplugged is opened again when it comes
/// back. RtMidi throws where there is no ALSA sequencer: that ends as a message, never as a crash.
class MidiInput {
public:
    /// `api`: "jack", "alsa" or "" for whichever works. `on_event` is called on RtMidi's thread: short, no lock. `jack`: the
    /// door to libjack, shared with the sound of this process.
    MidiInput(std::string api, std::function<void(const MidiEvent&)> on_event,
              std::shared_ptr<ServerGate> jack = std::make_shared<ServerGate>());
    ~MidiInput();

    /// Any thread; returns at once. A port matches by a part of its name; "" or none chosen: all ports.
    void choose(std::vector<std::string> ports);
    MidiStatus status() const;

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace chladni
