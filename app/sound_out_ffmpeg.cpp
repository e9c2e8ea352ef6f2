// Chosen where FFmpeg is built in.
#include "app/sound_out.h"
#include "engine/media/audio_file.h"

namespace chladni {

void save_sound(const std::filesystem::path& path, const AudioBuffer& sound) { save_audio_file(path, sound); }

}  // namespace chladni
