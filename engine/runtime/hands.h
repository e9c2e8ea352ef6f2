#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/control/learned_map.h"
#include "engine/control/midi_input.h"
#include "engine/control/midi_map.h"
#include "engine/params/parameter_store.h"

namespace chladni {

/// Controllers and their map: messages in, parameters moved, hands on the beat, learn.
class Hands {
public:
    /// `map`: a file, or empty. Throws Error where it cannot be read. Names it does not know become notices. `learned`: the file
    /// that keeps what is learned, or empty. `jack`: shared
    /// with the sound. `beat`: what a key does to the beat; `clock`: a message of a MIDI clock and when it came; both are
    /// called on the MIDI thread and must return at once.
    Hands(ParameterStore& params, const std::string& api, const std::string& map, const std::string& learned,
          const std::function<void(const std::string&)>& notice, std::shared_ptr<ServerGate> jack,
          std::function<void(BeatCommand)> beat, std::function<void(const MidiEvent&, std::int64_t host_ns)> clock);

    void choose(std::vector<std::string> ports) { midi_.choose(std::move(ports)); }
    MidiStatus status() const { return midi_.status(); }

    /// Any thread: the next control change or note is bound to this parameter; nothing ends it.
    void learn(std::optional<ParamId> param) { learning_ = param ? static_cast<int>(*param) : -1; }
    /// Any thread: what was learned of this parameter; the map's own rows come back.
    void forget(ParamId param);

private:
    void on_event(const MidiEvent& event);
    void bind(const MidiEvent& event, ParamId param);

    ParameterStore& params_;
    std::function<void(const std::string&)> notice_;
    std::function<void(BeatCommand)> beat_;
    std::function<void(const MidiEvent&, std::int64_t host_ns)> clock_;
    const MidiMap own_map_;                            // as the file says
    LearnedMap learned_;
    std::mutex changing_;                              // of the next, which hands do now and then
    std::atomic<std::shared_ptr<const MidiMap>> map_;  // both, replaced whole, so that the MIDI thread never waits
    std::atomic<int> learning_{-1};
    MidiInput midi_;  // last: its thread uses all of the above
};

}  // namespace chladni
