#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/audio/audio_device_info.h"
#include "engine/audio/audio_input.h"
#include "engine/audio/clip_deck.h"
#include "engine/base/server_gate.h"

namespace chladni {

/// Where sound comes from. Opened and closed on the device keeper only: closing a lost device can hang for ever.
class AudioSource {
public:
    virtual ~AudioSource() = default;  ///< stops and closes
    virtual std::string name() const = 0;
    virtual int sample_rate() const = 0;
    virtual int channels() const { return 1; }
    virtual std::string host_api() const { return ""; }  ///< "jack", "pulse", "alsa" ...; "" for files
    virtual bool ended() const { return false; }  ///< the file is over
    /// Why it has gone, where the driver says so by itself; "" where it runs, or where only its standing count will tell.
    virtual std::string lost() const { return ""; }
    /// The default input where that is another by now, and this one was opened as the default; else "".
    virtual std::string default_now() const { return ""; }
};

/// Device keeper only. Scans anew at each call; empty where nothing is built in or found.
std::vector<AudioDeviceInfo> list_audio_devices(ServerGate& jack);

/// Device keeper only. Throws Error where the device is not there or does not open.
std::unique_ptr<AudioSource> open_device(const InputChoice& choice, AudioInput& into, ServerGate& jack);

/// Device keeper only. Plays the deck at the pace of the default output, or of the steady clock where there is none.
std::unique_ptr<AudioSource> open_clip(const std::string& name, const std::shared_ptr<ClipDeck>& deck, bool audible, AudioInput& into);

}  // namespace chladni
