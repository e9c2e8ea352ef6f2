#pragma once

#include <string>

#include "engine/analysis/song_analysis.h"
#include "engine/types/audio_buffer.h"

namespace chladni {

/// Decodes a sound file, whole, where FFmpeg is built in; else throws Error.
AudioBuffer load_sound_file(const std::string& path);

/// The first seconds of one, and at most a packet more: no more of the file is decoded.
AudioBuffer load_sound_beginning(const std::string& path, double limit_s);

/// Hears a sound file while it is decoded, all channels as their mean: the samples are never in memory together.
SongAnalysis analyze_sound_file(const std::string& path, bool causal, const BeatNets& nets = {});

}  // namespace chladni
