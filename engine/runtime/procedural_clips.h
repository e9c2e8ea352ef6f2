#pragma once

#include <cstdint>
#include <filesystem>

#include "engine/runtime/song_shelf.h"
#include "engine/types/film_clip.h"

namespace chladni {

/// What procedural clips are like.
struct ProceduralClipsOptions {
    int width = 256, height = 144;        ///< px, even
    int frames = 97;                      ///< 24 a second
    std::filesystem::path songs;          ///< a folder of songs beside the built-in musician's; may be empty
    double song_s = 40.0;                 ///< length of the musician's pieces, at least a clip's
    bool held_back = false;               ///< for judging: other songs, other shapes, and wordings that training never sees
};

/// What a clip shows: the truth for a judge of looks and palettes.
struct ClipLabel {
    std::size_t look = 0, palette = 0;    ///< rows of looks() and palettes()
    std::uint64_t song = 0;
};

/// Any number of clips of film with sound, drawn to music: what a small model is trained on. Consecutive numbers have other
/// songs, looks and palettes; 64 of them in a row (from a multiple of 64 on) have every look in every palette once. The same
/// options and number give the same clip. Any thread, several at a time.
class ProceduralClips {
public:
    explicit ProceduralClips(const ProceduralClipsOptions& options);

    ClipLabel label(std::uint64_t number) const;
    FilmClip make(std::uint64_t number) const;
    /// See SongShelf::content().
    std::uint64_t songs() const { return songs_.content(); }

private:
    ProceduralClipsOptions options_;
    SongShelf songs_;
};

}  // namespace chladni
