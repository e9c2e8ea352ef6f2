#pragma once

#include <string>

#include "engine/analysis/song_analysis.h"

namespace chladni {

/// The plot of `chladni analyze`, an SVG: head and legend, then rows from left to right as in a score, so that ten seconds
/// and an hour can both be read. Pure.
std::string plot_of(const SongAnalysis& song, const std::string& title);

}  // namespace chladni
