#pragma once

#include <string>

#include "engine/base/json.h"
#include "engine/runtime/film_folder.h"

namespace chladni {

/// What `train films` prints: a line for all, one for each film, one for each problem.
std::string words_of(const FilmFolder& folder, const ClipFormat& format);

/// The same with all cuts and clips: `clips`, `clip_s`, `passed_over`, `films` (`name`, `width`, `height`, `frame_rate`,
/// `pictures`, `has_sound`, `beats`, `caption`, `cuts`: pictures and seconds, `clips`: their first seconds, `too_short`),
/// `problems` (`name`, `sentence`).
OrderedJson json_of(const FilmFolder& folder, const ClipFormat& format);

}  // namespace chladni
