#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "engine/control/midi_map.h"

namespace chladni {

/// What hands have taught their controllers, kept in a map file from show to show. Any thread; none waits for the disk: a
/// thread of its own writes, and what is new is on the disk at the latest when this ends.
class LearnedMap {
public:
    /// `file`: need not be there yet; empty: nothing is kept. One that cannot be read becomes a notice and is left as it is.
    LearnedMap(std::filesystem::path file, std::function<void(const std::string&)> notice);
    ~LearnedMap();

    /// `map`, but what was learned goes before what it does with the same messages.
    MidiMap over(MidiMap map) const;
    void learn(const MidiBinding& binding);
    /// Everything that moves this parameter; false where nothing was learned of it.
    bool forget(ParamId param);

private:
    void read();
    void keep(const std::stop_token& stop);
    void write(const MidiMap& map) const;

    std::filesystem::path file_;
    std::function<void(const std::string&)> notice_;
    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    MidiMap map_;
    bool unsaved_ = false;
    std::jthread keeper_;  // last: it uses all of the above
};

}  // namespace chladni
