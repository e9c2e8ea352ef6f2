#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/analysis/net_listener.h"
#include "engine/runtime/film_clips.h"
#include "engine/runtime/film_index.h"
#include "engine/runtime/film_list.h"
#include "engine/types/film_clip.h"

namespace chladni {

struct FilmFolderOptions {
    std::filesystem::path folder;
    ClipFormat clip;                  ///< frames: a multiple of temporal_ratio, and one
    int temporal_ratio = 8;           ///< frames per latent frame
    std::string caption;              ///< of films without a text of their own
    std::filesystem::path indexes;    ///< a folder that keeps what was found in each film; empty: none
    BeatNets beat_nets;
    std::function<void(const std::string& film, std::size_t number, std::size_t of)> progress;  ///< before a film is read
    std::stop_token stop;             ///< of the reading of the films
};

/// A film of a folder that can be used.
struct FolderFilm {
    std::string name;                 ///< below the folder
    std::string caption;
    FilmIndex index;
    FilmState state;
    std::vector<double> clips_s;      ///< where its clips begin, on the film's clock
    std::size_t too_short = 0;        ///< stretches that hold no clip
};

/// A clip that is not decoded yet.
struct ClipPlace {
    std::size_t film = 0;             ///< in films()
    double begin_s = 0;               ///< on the film's clock
    std::string name;                 ///< "band/film.mp4 at 12.500 s"
    std::string key;                  ///< another one where the clip's pictures, sound or beats may be others
};

/// A folder of films with sound as clips to learn from: what stands in it, its cuts and its captions. Films are read when it
/// is made, clips are decoded when they are asked for. The same folder gives the same clips in the same order. One thread.
class FilmFolder {
public:
    /// Throws UsageError (a format that cannot be), Error (no folder). What is wrong with a film is in problems().
    explicit FilmFolder(FilmFolderOptions options);

    std::size_t size() const { return places_.size(); }
    const std::vector<ClipPlace>& places() const { return places_; }
    const std::vector<FolderFilm>& films() const { return films_; }
    const std::vector<FilmProblem>& problems() const { return problems_; }
    std::size_t passed_over() const { return passed_over_; }  ///< files that are no films by their names
    bool complete() const { return complete_; }               ///< false: it was stopped before all films were read

    /// One clip; the film is decoded from its beginning to there. Throws Error where the film has changed since.
    FilmClip clip(std::size_t number) const;

    /// Every clip that is wanted, in order; each film is decoded once and a clip is in memory at a time, and films without a
    /// wanted clip are not opened. `take` returns false to end it. False where it or `stop` did. A film that has changed since is passed by,
    /// with a warning in the log; what `take` throws comes out.
    bool for_each_clip(const std::function<bool(std::size_t)>& wanted, const std::function<bool(std::size_t, FilmClip&&)>& take,
                       std::stop_token stop) const;

private:
    std::filesystem::path path_of(const std::string& name) const { return options_.folder / name; }
    void read_films(const std::vector<std::string>& names);
    std::optional<FilmIndex> index_of(const std::string& name, const FilmState& state) const;
    void check_size(const std::string& name, const FilmIndex& index) const;
    void add_film(FolderFilm film);
    bool cut_or_pass_by(std::size_t film, const std::vector<std::size_t>& numbers, const std::function<bool(std::size_t, FilmClip&&)>& take,
                        std::stop_token stop) const;
    bool cut(std::size_t film, const std::vector<std::size_t>& numbers, const std::function<bool(std::size_t, FilmClip&&)>& take,
             std::stop_token stop) const;

    FilmFolderOptions options_;
    std::vector<FolderFilm> films_;
    std::vector<ClipPlace> places_;
    std::vector<FilmProblem> problems_;
    std::size_t passed_over_ = 0;
    bool complete_ = true;
};

}  // namespace chladni
