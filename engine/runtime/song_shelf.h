#pragma once

#include <cstdint>
#include <filesystem>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/runtime/driven_song.h"

namespace chladni {

/// Where the songs of procedural clips come from.
struct SongWishes {
    std::filesystem::path folder;  ///< of sound files; empty: the built-in musician alone
    bool held_back = false;        ///< other pieces of the musician; of the folder, what lies in its `held_back` folder, if there is one
    double composed_s = 40.0;      ///< length of the musician's pieces
    double shortest_s = 4.1;       ///< shorter files are passed over
};

/// Songs by number, made once and kept for a while: several clips are cut from each. Any thread.
class SongShelf {
public:
    explicit SongShelf(const SongWishes& wishes);
    ~SongShelf();

    std::shared_ptr<const DrivenSong> song(std::uint64_t number) const;
    /// A number made of the names and sizes of the folder's songs: where it differs, other songs have these numbers.
    std::uint64_t content() const;

private:
    using Song = std::shared_ptr<const DrivenSong>;
    struct Place {
        std::uint64_t number;
        std::shared_future<Song> song;
    };

    Song make(std::uint64_t number) const;
    Song of_file(const std::filesystem::path& path) const;

    SongWishes wishes_;
    std::vector<std::filesystem::path> scored_, heard_;
    // Guards the list alone, for moments: clips are made by as many threads as there are, and two that want the same song
    // must not both make it.
    mutable std::mutex mutex_;
    mutable std::list<Place> places_;  // the one used last comes first
};

}  // namespace chladni
