#pragma once

#include <portaudio.h>

#include <string>

namespace chladni {

/// PortAudio, initialised for as long as this lives. A new one sees the devices that are there now: PortAudio looks only
/// when it starts. Device keeper only. Its start-up chatter on standard error is kept off the terminal.
class PortAudioLibrary {
public:
    PortAudioLibrary();
    ~PortAudioLibrary();
    PortAudioLibrary(const PortAudioLibrary&) = delete;
    PortAudioLibrary& operator=(const PortAudioLibrary&) = delete;
};

/// Standard error goes nowhere while this lives. ALSA, JACK and PortAudio write a hundred lines there where there is no
/// card or server; what they say is said by us, in one.
class QuietStderr {
public:
    QuietStderr();
    ~QuietStderr();
    QuietStderr(const QuietStderr&) = delete;
    QuietStderr& operator=(const QuietStderr&) = delete;

private:
    int saved_;
};

/// "jack", "alsa" ... for PortAudio's name of a host API.
std::string host_api_word(PaHostApiIndex api);

}  // namespace chladni
