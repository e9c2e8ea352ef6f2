// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

AudioBuffer load_sound_file(const std::string& path) {
    throw Error("expected a program built with FFmpeg to read '" + path + "', this one is not");
}

}  // namespace chladni
