#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "engine/runtime/clip_plan.h"

namespace chladni {

struct FilmCut {
    std::size_t picture = 0;  ///< counted from 0: the first of the new scene
    double time_s = 0;        ///< on the film's clock
};

/// What was found in a film by reading all of it. Nothing in it depends on the clips that are wanted.
struct FilmIndex {
    int width = 0, height = 0;         ///< px, upright
    double pixel_aspect = 1;           ///< a pixel's width by its height
    double frame_rate = 0;             ///< as the file says; 0: it does not
    std::size_t pictures = 0;
    std::vector<FilmCut> cuts;
    std::vector<FilmStretch> stretches;
    bool has_sound = false;
    std::vector<double> beats_s;       ///< on the film's clock
};

/// Which state of a file, heard by how many beat nets, an index speaks of.
struct FilmState {
    std::uintmax_t bytes = 0;
    std::int64_t changed_ns = 0;
    std::size_t beat_nets = 0;

    bool operator==(const FilmState&) const = default;
};

/// Throws Error where the file is not there.
FilmState state_of(const std::filesystem::path& film, std::size_t beat_nets);

/// An index kept as JSON; nothing where there is none, it speaks of another state, or it is no index.
std::optional<FilmIndex> load_film_index(const std::filesystem::path& json, const FilmState& state);

/// Makes the folders on the way. Throws Error where the disk refuses.
void save_film_index(const std::filesystem::path& json, const FilmState& state, const FilmIndex& index);

}  // namespace chladni
