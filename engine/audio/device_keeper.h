#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/audio/audio_source.h"
#include "engine/audio/playlist_player.h"
#include "engine/types/transport_status.h"

namespace chladni {

enum class AudioState { kNone, kRunning, kLost, kEnded };

struct AudioStatus {
    AudioState state = AudioState::kNone;
    std::string device;   ///< its stable name, or the path of the file that plays
    std::string message;  ///< plain words where something is wrong, or has changed
    int sample_rate = 0;
    Samples opened_at;    ///< AudioInput's position when the present source was opened
    std::string host_api{};
    int channels = 0;
    std::optional<TransportStatus> transport{};  ///< of a file
};

/// Opens, watches and reopens the sound input on a thread of its own, so that nobody else waits for a driver. It sees a
/// device vanish by its driver's word or its standing sample count, says so, and opens it again under the same name when it
/// returns. A close that hangs is left behind on its thread.
class DeviceKeeper {
public:
    /// `load_clip` decodes a file; called on the keeper's thread. `jack`: the door to libjack, shared with MIDI.
    DeviceKeeper(AudioInput& input, ClipLoader load_clip, std::shared_ptr<ServerGate> jack = std::make_shared<ServerGate>());
    ~DeviceKeeper();
    DeviceKeeper(const DeviceKeeper&) = delete;
    DeviceKeeper& operator=(const DeviceKeeper&) = delete;

    /// Any thread; returns at once.
    void choose(const InputChoice& choice);
    /// Any thread; returns at once with the last known.
    AudioStatus status() const;
    int sample_rate() const;
    std::vector<AudioDeviceInfo> devices() const;
    /// What plays, and where in it, while a file is chosen and open: the true future. Nothing otherwise.
    std::optional<DeckView> deck() const;
    /// Any thread; scans for devices soon.
    void rescan();

    /// Any thread; hands on a file. They act within a callback of the sound; without a file they do nothing.
    void play(bool on);
    void loop(bool on);             ///< the file or playlist starts again at its end
    void seek(Seconds to);          ///< in the track
    void seek_share(double share);  ///< 0: its beginning, 1: its end
    void mark_in();                 ///< A is here
    void mark_out();                ///< B is here, and the A-B loop is on
    void set_span(Seconds from, Seconds to);
    void loop_span(bool on);
    void step(int by);              ///< +1 the next track, -1 the previous; decoded on the keeper's thread first

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the keeper's thread, which may outlive this object when a driver hangs
};

}  // namespace chladni
