#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/audio/audio_source.h"

namespace chladni {

enum class AudioState { kNone, kRunning, kLost, kEnded };

struct AudioStatus {
    AudioState state = AudioState::kNone;
    std::string device;   ///< its name
    std::string message;  ///< plain words where something is wrong
    int sample_rate = 0;
    Samples opened_at;    ///< AudioInput's position when the present source was opened: sample 0 of a file
};

/// Opens, watches and reopens the sound input on a thread of its own, so that nobody else waits for a driver. It sees a
/// device vanish by its standing sample count, says so, and opens it again under the same name when it returns. A close
/// that hangs is left behind on its thread.
class DeviceKeeper {
public:
    /// `load_clip` decodes a file (media's loader); called on the keeper's thread.
    using ClipLoader = std::function<AudioBuffer(const std::string& path)>;
    DeviceKeeper(AudioInput& input, ClipLoader load_clip);
    ~DeviceKeeper();
    DeviceKeeper(const DeviceKeeper&) = delete;
    DeviceKeeper& operator=(const DeviceKeeper&) = delete;

    /// Any thread; returns at once.
    void choose(const AudioChoice& choice);
    /// Any thread; returns at once with the last known.
    AudioStatus status() const;
    std::vector<AudioDeviceInfo> devices() const;
    /// The decoded file while one is chosen and open: the true future. Nothing otherwise.
    std::shared_ptr<const AudioBuffer> clip() const;
    /// Any thread; scans for devices soon.
    void rescan();

private:
    struct State;
    std::shared_ptr<State> state_;  // shared with the keeper's thread, which may outlive this object when a driver hangs
};

}  // namespace chladni
