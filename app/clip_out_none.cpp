// Chosen where FFmpeg is not built in.
#include "app/clip_out.h"
#include "engine/base/check.h"

namespace chladni {

void save_clip(const std::filesystem::path& path, const FilmClip&) {
    throw Error("expected a program built with FFmpeg to write '" + path.string() + "', this one is not");
}

}  // namespace chladni
