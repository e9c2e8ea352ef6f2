#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/audio/audio_input.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// Where sound comes from. Opened and closed on the device keeper only: closing a lost device can hang for ever.
class AudioSource {
public:
    virtual ~AudioSource() = default;  ///< stops and closes
    virtual std::string name() const = 0;
    virtual int sample_rate() const = 0;
    virtual bool ended() const { return false; }  ///< the file is over
};

/// What the user chose.
struct AudioChoice {
    enum class Kind { kNone, kDevice, kFile } kind = Kind::kNone;
    std::string name;      ///< device name ("" the default one) or path
    std::string host_api;  ///< "jack", "alsa", "pulse" ... or "" for any
    bool loop = true;      ///< a file starts again at its end
    bool audible = true;   ///< a file is also played to the default output
};

struct AudioDeviceInfo {
    std::string name;
    std::string host_api;
    int input_channels = 0;
    int output_channels = 0;
    double sample_rate = 0;
    bool is_default_input = false;
};

/// Device keeper only. Scans anew at each call; empty where PortAudio is not built in or finds nothing.
std::vector<AudioDeviceInfo> list_audio_devices();

/// Device keeper only. Throws Error where the device is not there or does not open.
std::unique_ptr<AudioSource> open_device(const AudioChoice& choice, AudioInput& into);

/// Device keeper only. Plays decoded sound at the pace of the default output, or of the steady clock where there is none.
std::unique_ptr<AudioSource> open_clip(const std::string& name, AudioBuffer clip, bool loop, bool audible, AudioInput& into);

}  // namespace chladni
