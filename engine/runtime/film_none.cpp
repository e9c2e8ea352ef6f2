// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/film_clips.h"
#include "engine/runtime/film_scan.h"

namespace chladni {

namespace {

Error not_built_in(const std::filesystem::path& film) {
    return Error("expected a program built with FFmpeg to read '" + film.string() + "', this one is not");
}

}  // namespace

std::optional<FilmIndex> scan_film(const std::filesystem::path& film, const BeatNets&, std::stop_token) { throw not_built_in(film); }

bool cut_film(const std::filesystem::path& film, const FilmIndex&, const ClipFormat&, std::span<const double>, std::stop_token,
              const std::function<bool(std::size_t, FilmClip&&)>&) {
    throw not_built_in(film);
}

}  // namespace chladni
