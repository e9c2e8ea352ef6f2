#pragma once

#include <string>

#include "engine/runtime/listen_film.h"

namespace chladni {

/// A film's agreement with its sound as a picture (SVG): both over time, and what was made of them. `title`: the film's name.
std::string plot_of(const ListenReport& report, const std::string& title);

}  // namespace chladni
