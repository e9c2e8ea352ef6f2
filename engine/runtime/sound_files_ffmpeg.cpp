// Chosen where FFmpeg is built in.
#include "engine/media/audio_file.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

AudioBuffer load_sound_file(const std::string& path) { return load_audio_file(path); }

}  // namespace chladni
