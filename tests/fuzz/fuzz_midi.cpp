// Any bytes as what a controller sends, and as the map that it is read by: an event in its ranges, parameters in theirs.
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "engine/base/check.h"
#include "engine/control/beat_words.h"
#include "engine/control/midi_map.h"

namespace {

using namespace chladni;

void check(bool holds) {
    if (!holds) std::abort();
}

void check_event(const MidiEvent& event) {
    check(event.channel >= 1 && event.channel <= 16 && event.number <= 127 && event.value <= 127);
    check(describe(event).size() < 40);
}

void check_params(const ParameterStore& params) {
    for (std::size_t i = 0; i < kParamCount; ++i) {
        const auto id = static_cast<ParamId>(i);
        const float value = params.get(id);
        check(value >= row_of(id).min && value <= row_of(id).max);
    }
}

// Every message of three bytes or fewer that the noise begins with, at each of its bytes.
void play(const MidiMap& map, const std::uint8_t* data, std::size_t size) {
    ParameterStore params;
    for (std::size_t at = 0; at < size; ++at) {
        const MidiEvent event = parse_midi(data + at, std::min<std::size_t>(3, size - at));
        check_event(event);
        map.apply(event, params);
        if (const auto command = map.beat_command(event)) check(beat_command_named(word_of(*command)) == command);
    }
    for (const MidiBinding& binding : map.bindings())
        for (const int value : {0, 64, 127})
            map.apply({binding.kind, static_cast<std::uint8_t>(binding.channel ? binding.channel : 1), static_cast<std::uint8_t>(binding.number),
                       static_cast<std::uint8_t>(value)}, params);
    check_params(params);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_event(parse_midi(data, size));
    play(MidiMap({{MidiEvent::Kind::kControl, 0, 7, ParamId::kAudioScale, -1e30f, 1e30f}, {MidiEvent::Kind::kNoteOn, 1, 36, ParamId::kFreeze, 0, 1}}), data, size);
    try {
        const MidiMap map = MidiMap::parse({reinterpret_cast<const char*>(data), size}, "noise");
        for (const MidiBinding& row : map.bindings()) check(row.channel >= 0 && row.channel <= 16 && row.number >= 0 && row.number <= 127);
        play(map, data, size);
    } catch (const Error& error) {
        check(std::strstr(error.what(), "expected"));
    }
    return 0;
}
