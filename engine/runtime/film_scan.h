#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>

#include "engine/analysis/net_listener.h"
#include "engine/runtime/film_index.h"

namespace chladni {

/// Reads a film from its first picture to its last and hears its sound: cuts, stretches, beats. Nothing where it was stopped.
/// Throws Error, one sentence: no film, no moving pictures, damaged, shorter than it says, no FFmpeg in this program.
std::optional<FilmIndex> scan_film(const std::filesystem::path& film, const BeatNets& nets, std::stop_token stop);

}  // namespace chladni
