#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/control/midi_input.h"
#include "engine/params/parameter_store.h"
#include "engine/types/beat_command.h"

namespace chladni {

/// One row of a controller map: which message moves which parameter, over which part of its range.
struct MidiBinding {
    MidiEvent::Kind kind = MidiEvent::Kind::kControl;  ///< kControl: value 0..127 sweeps [from, to]; kNoteOn: toggles
    int channel = 0;                                   ///< 0: any
    int number = 0;
    ParamId param{};
    float from = 0, to = 1;                            ///< at 0 and at 127; reversed is allowed
};

/// A row of the other kind: a key that is a hand on the beat. A note acts when it is struck, a controller from 64 up.
struct MidiBeatKey {
    MidiEvent::Kind kind = MidiEvent::Kind::kNoteOn;
    int channel = 0;                                   ///< 0: any
    int number = 0;
    BeatCommand command{};
};

/// The rows of a map file (presets/*.midi.json) applied to the parameters. Lookup is realtime-safe.
class MidiMap {
public:
    MidiMap() = default;
    explicit MidiMap(std::vector<MidiBinding> bindings) : bindings_(std::move(bindings)) {}

    /// Throws Error; `unknown` collects ids that no parameter has.
    static MidiMap load(const std::filesystem::path& path, std::vector<std::string>* unknown = nullptr);
    /// The same of a text; `name` is what complaints call it.
    static MidiMap parse(std::string_view text, const std::string& name, std::vector<std::string>* unknown = nullptr);
    void save(const std::filesystem::path& path) const;

    /// MIDI thread. Sets the parameters that the event is bound to; true where there was one.
    bool apply(const MidiEvent& event, ParameterStore& params) const noexcept;
    /// MIDI thread. What the event does to the beat, if it does.
    std::optional<BeatCommand> beat_command(const MidiEvent& event) const noexcept;

    void bind(const MidiBinding& binding);  ///< replaces what the same message did
    bool unbind(ParamId param);             ///< all that moves it; false where nothing did
    const std::vector<MidiBinding>& bindings() const { return bindings_; }
    const std::vector<MidiBeatKey>& beat_keys() const { return beat_keys_; }

private:
    std::vector<MidiBinding> bindings_;
    std::vector<MidiBeatKey> beat_keys_;
};

}  // namespace chladni
