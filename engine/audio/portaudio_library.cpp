#include "engine/audio/portaudio_library.h"

#include <fcntl.h>
#include <jack/jack.h>
#include <pa_jack.h>
#include <unistd.h>

#include "engine/base/check.h"
#include "engine/base/lower_case.h"

namespace chladni {

QuietStderr::QuietStderr() : saved_(dup(STDERR_FILENO)) {
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null < 0) return;
    dup2(null, STDERR_FILENO);
    close(null);
}

QuietStderr::~QuietStderr() {
    if (saved_ < 0) return;
    dup2(saved_, STDERR_FILENO);
    close(saved_);
}

PortAudioLibrary::PortAudioLibrary() {
    const QuietStderr quiet;
    // We speak to JACK ourselves, and a server that dies while PortAudio is its client takes the process along: a name that
    // libjack finds too long keeps PortAudio from becoming one.
    static const std::string too_long(static_cast<std::size_t>(jack_client_name_size()), 'x');
    PaJack_SetClientName(too_long.c_str());
    const PaError result = Pa_Initialize();
    require(result == paNoError, std::string("expected PortAudio to start, got: ") + Pa_GetErrorText(result));
}

PortAudioLibrary::~PortAudioLibrary() {
    const QuietStderr quiet;
    Pa_Terminate();
}

std::string host_api_word(PaHostApiIndex api) {
    const PaHostApiInfo* info = Pa_GetHostApiInfo(api);
    const std::string word = lower_case(info ? info->name : "");
    return word.substr(0, word.find(' '));
}

}  // namespace chladni
