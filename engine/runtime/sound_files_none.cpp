// Chosen where FFmpeg is not built in.
#include "engine/base/check.h"
#include "engine/runtime/sound_files.h"

namespace chladni {

namespace {

Error not_built_in(const std::string& path) {
    return Error("expected a program built with FFmpeg to read '" + path + "', this one is not");
}

}  // namespace

AudioBuffer load_sound_file(const std::string& path) { throw not_built_in(path); }
AudioBuffer load_sound_beginning(const std::string& path, double) { throw not_built_in(path); }
SongAnalysis analyze_sound_file(const std::string& path, bool, const BeatNets&) { throw not_built_in(path); }

}  // namespace chladni
