#pragma once

#include <filesystem>

#include "engine/types/audio_buffer.h"

namespace chladni {

/// Writes a sound file where FFmpeg is built in; else throws Error.
void save_sound(const std::filesystem::path& path, const AudioBuffer& sound);

}  // namespace chladni
