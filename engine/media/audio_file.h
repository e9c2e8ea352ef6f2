#pragma once

#include <filesystem>

#include "engine/types/audio_buffer.h"

namespace chladni {

/// Decodes any sound file that FFmpeg reads (the sound of a film too), at its own rate and channels. A damaged file gives
/// what could be read. Throws Error: missing, empty, not sound. `limit_s` bounds what is decoded.
AudioBuffer load_audio_file(const std::filesystem::path& path, double limit_s = 6 * 3600.0);

/// 16-bit or float PCM, FLAC ... by the file's extension.
void save_audio_file(const std::filesystem::path& path, const AudioBuffer& buffer);

}  // namespace chladni
