#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>

#include "engine/runtime/film_index.h"
#include "engine/types/film_clip.h"

namespace chladni {

/// The shape of clips.
struct ClipFormat {
    int frames = 49;
    int width = 768, height = 512;  ///< px
    double frame_rate = 24.0, sample_rate = 16000.0;
};

/// Decodes a film once, from the front, and hands over the clips that begin at `begins_s` (of clip_begins(), ascending), each
/// as soon as it is whole, with its number in `begins_s`: frames, the picture nearest to each, made smaller or larger to cover
/// the format and cut around its middle; sound, and beats. Name and caption are the caller's. False where `take` returned
/// false or it was stopped. Throws Error where the film is not as its index says.
bool cut_film(const std::filesystem::path& film, const FilmIndex& index, const ClipFormat& format, std::span<const double> begins_s,
              std::stop_token stop, const std::function<bool(std::size_t, FilmClip&&)>& take);

}  // namespace chladni
