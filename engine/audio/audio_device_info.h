#pragma once

#include <span>
#include <string>
#include <vector>

namespace chladni {

/// A sound device as people choose it.
struct AudioDeviceInfo {
    std::string name;      ///< the same after a restart or a replug, and no other device of its host API has it
    std::string host_api;  ///< "jack", "pulse", "alsa" ...
    std::string label{};   ///< for people; "" where the name is it
    int input_channels = 0;
    int output_channels = 0;
    double sample_rate = 0;
    bool is_default_input = false;  ///< of its host API
    bool is_monitor = false;        ///< hears what the computer plays
    std::string problem{};          ///< why it cannot be opened; "" where it can

    std::string id() const { return host_api + ":" + name; }
};

/// What the user chose.
struct InputChoice {
    enum class Kind { kNone, kDevice, kFile } kind = Kind::kNone;
    std::string name;      ///< device name ("" the default one), or path
    std::string host_api;  ///< "jack", "alsa", "pulse" ... or "" for any
    bool loop = true;      ///< a file, or a playlist, starts again at its end
    bool audible = true;   ///< a file is also played to the default output
    std::vector<std::string> more_files{};  ///< the rest of a playlist
};

/// "pulse:NAME" chooses that host API, and the name within it; any other text is a name as it stands.
InputChoice device_choice(const std::string& words, const std::string& host_api = "");

/// Which device a choice means, and why. JACK goes first where it runs (it holds the card), then PulseAudio or PipeWire, then
/// the cards themselves; a whole name or label goes before a part of one.
struct DevicePick {
    const AudioDeviceInfo* device = nullptr;
    std::string why;
};
DevicePick pick_device(std::span<const AudioDeviceInfo> devices, const InputChoice& choice);

/// Names without the addresses that ALSA appends ("(hw:1,0)"), which change when a plug is pulled; two alike become "NAME" and
/// "NAME #2", in the order of `places` (where they are plugged in), then of the list.
std::vector<std::string> stable_names(const std::vector<std::string>& names, const std::vector<std::string>& places);

}  // namespace chladni
