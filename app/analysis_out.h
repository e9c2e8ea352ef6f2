#pragma once

#include <string>

#include "engine/analysis/song_analysis.h"
#include "engine/base/json.h"

namespace chladni {

/// The contents of `chladni analyze`, in the forms in which it prints and writes them. All pure.
OrderedJson json_of(const SongAnalysis& song);
std::string csv_of(const SongAnalysis& song);                   ///< a line per event: time, kind
std::string labels_of(const SongAnalysis& song, bool onsets);  ///< Audacity: start, end, text
std::string words_of(const SongAnalysis& song);                 ///< for people

}  // namespace chladni
