#pragma once

#include <string>

#include "engine/types/audio_buffer.h"

namespace chladni {

/// Decodes a sound file where FFmpeg is built in; else throws Error.
AudioBuffer load_sound_file(const std::string& path);

}  // namespace chladni
