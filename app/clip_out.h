#pragma once

#include <filesystem>

#include "engine/types/film_clip.h"

namespace chladni {

/// Writes a clip as a film with its sound, where FFmpeg is built in, and its caption beside it as `.txt`; else throws Error.
void save_clip(const std::filesystem::path& path, const FilmClip& clip);

}  // namespace chladni
