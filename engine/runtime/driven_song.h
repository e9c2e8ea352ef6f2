#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/looks/drive.h"

namespace chladni {

inline constexpr double kClipRate_hz = 16000.0;  ///< of the sound of procedural clips

/// A piece of music made ready for procedural films.
struct DrivenSong {
    std::string name;
    std::vector<float> mono;     ///< 16 kHz, levelled out
    std::vector<Drive> drives;   ///< one per frame, 24 a second
    std::vector<double> beats_s;
};

/// A piece of the built-in musician.
DrivenSong composed_song(std::uint64_t seed, double duration_s);

/// A sound file: with `x.score.json` beside `x.flac` driven by that, else by what is heard in it.
DrivenSong song_of_file(const std::filesystem::path& path);

}  // namespace chladni
