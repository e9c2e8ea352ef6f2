// Chosen where FFmpeg is not built in.
#include "app/sound_out.h"
#include "engine/base/check.h"

namespace chladni {

void save_sound(const std::filesystem::path& path, const AudioBuffer&) {
    throw Error("expected a program built with FFmpeg to write '" + path.string() + "', this one is not");
}

}  // namespace chladni
