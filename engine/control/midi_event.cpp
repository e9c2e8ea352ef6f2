#include "engine/control/midi_input.h"

namespace chladni {

// MIDI 1.0 Detailed Specification, table I: the high half of the first byte is the kind, the low half the channel.
MidiEvent parse_midi(const std::uint8_t* bytes, std::size_t size) {
    using Kind = MidiEvent::Kind;
    if (size == 0) return {};
    switch (bytes[0]) {  // realtime messages have no channel
        case 0xF8: return {Kind::kClock, 1, 0, 0};
        case 0xFA: return {Kind::kStart, 1, 0, 0};
        case 0xFB: return {Kind::kContinue, 1, 0, 0};
        default: break;
    }
    const auto channel = static_cast<std::uint8_t>((bytes[0] & 0x0F) + 1);
    const auto data = [&](std::size_t i) { return static_cast<std::uint8_t>(i < size ? bytes[i] & 0x7F : 0); };
    switch (bytes[0] & 0xF0) {
        case 0x80: return size < 3 ? MidiEvent{} : MidiEvent{Kind::kNoteOff, channel, data(1), data(2)};
        // A note-on with velocity 0 is a note-off (running status).
        case 0x90: return size < 3 ? MidiEvent{} : MidiEvent{data(2) ? Kind::kNoteOn : Kind::kNoteOff, channel, data(1), data(2)};
        case 0xB0: return size < 3 ? MidiEvent{} : MidiEvent{Kind::kControl, channel, data(1), data(2)};
        case 0xC0: return size < 2 ? MidiEvent{} : MidiEvent{Kind::kProgram, channel, data(1), 0};
        default: return {};
    }
}

bool is_clock(const MidiEvent& event) {
    using Kind = MidiEvent::Kind;
    return event.kind == Kind::kClock || event.kind == Kind::kStart || event.kind == Kind::kContinue;
}

std::string describe(const MidiEvent& event) {
    const std::string place = std::to_string(event.channel) + "/" + std::to_string(event.number);
    switch (event.kind) {
        case MidiEvent::Kind::kControl: return "cc " + place + " = " + std::to_string(event.value);
        case MidiEvent::Kind::kNoteOn: return "note " + place + " on " + std::to_string(event.value);
        case MidiEvent::Kind::kNoteOff: return "note " + place + " off";
        case MidiEvent::Kind::kProgram: return "program " + place;
        case MidiEvent::Kind::kClock: return "clock";
        case MidiEvent::Kind::kStart: return "clock starts";
        case MidiEvent::Kind::kContinue: return "clock goes on";
        case MidiEvent::Kind::kOther: return "";
    }
    return "";
}

}  // namespace chladni
