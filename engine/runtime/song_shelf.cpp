#include "engine/runtime/song_shelf.h"

#include <algorithm>
#include <array>

#include "engine/base/check.h"
#include "engine/base/log.h"
#include "engine/base/lower_case.h"
#include "engine/looks/hash.h"

namespace chladni {

namespace {

constexpr std::size_t kKept = 24;                            // songs in memory: 2.6 MB each
constexpr float kComposed = 0.4f, kHeard = 0.1f;             // shares; the rest are files with a score
constexpr std::uint64_t kTraining = 0x5eed, kHeldBack = 0x4e1d;

bool is_sound(const std::filesystem::path& path) {
    constexpr std::array kExtensions = {".flac", ".wav", ".ogg", ".mp3", ".opus", ".m4a"};
    return std::ranges::find(kExtensions, lower_case(path.extension().string())) != kExtensions.end();
}

std::vector<std::filesystem::path> sounds_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> paths;
    std::error_code none;  // a folder without songs held back is judged by the musician's
    for (const auto& entry : std::filesystem::directory_iterator(folder, none))
        if (entry.is_regular_file() && is_sound(entry.path())) paths.push_back(entry.path());
    std::ranges::sort(paths);
    return paths;
}

}  // namespace

SongShelf::SongShelf(const SongWishes& wishes) : wishes_(wishes) {
    if (wishes.folder.empty()) return;
    require(std::filesystem::is_directory(wishes.folder), "expected a folder of songs at '" + wishes.folder.string() + "', there is none");
    for (const auto& path : sounds_in(wishes.held_back ? wishes.folder / "held_back" : wishes.folder)) {
        std::filesystem::path score = path;
        (std::filesystem::exists(score.replace_extension(".score.json")) ? scored_ : heard_).push_back(path);
    }
}

SongShelf::~SongShelf() = default;

SongShelf::Song SongShelf::make(std::uint64_t number) const {
    const std::uint64_t own = drawn(wishes_.held_back ? kHeldBack : kTraining, number);
    const float share = drawn_unit(own, 0);
    const auto* files = share < kComposed ? nullptr : share < kComposed + kHeard ? &heard_ : &scored_;
    if (files && files->empty()) files = files == &heard_ ? &scored_ : &heard_;
    if (files && !files->empty())
        if (Song song = of_file((*files)[drawn(own, 1) % files->size()])) return song;
    return std::make_shared<DrivenSong>(composed_song(drawn(own, 2) >> 16, wishes_.composed_s));
}

// Nothing of one that is too short or cannot be read: the musician has to play then.
SongShelf::Song SongShelf::of_file(const std::filesystem::path& path) const {
    try {
        auto song = std::make_shared<DrivenSong>(song_of_file(path));
        return static_cast<double>(song->drives.size()) >= wishes_.shortest_s * kFilmRate ? song : nullptr;
    } catch (const Error& error) {
        log_warning("passed by: " + std::string(error.what()));
        return nullptr;
    }
}

std::uint64_t SongShelf::content() const {
    std::uint64_t mark = 0;
    for (const auto* files : {&scored_, &heard_})
        for (const auto& path : *files) {
            std::error_code unknown;
            for (const char c : path.filename().string()) mark = drawn(mark, static_cast<unsigned char>(c));
            mark = drawn(mark, std::filesystem::file_size(path, unknown));
        }
    return mark;
}

std::shared_ptr<const DrivenSong> SongShelf::song(std::uint64_t number) const {
    std::promise<Song> mine;
    std::shared_future<Song> song;
    bool to_make = false;
    {
        const std::lock_guard lock(mutex_);
        const auto place = std::ranges::find(places_, number, &Place::number);
        if (place != places_.end()) {
            song = place->song;
            places_.splice(places_.begin(), places_, place);
        } else {
            to_make = true;
            song = mine.get_future().share();
            places_.push_front({number, song});
            if (places_.size() > kKept) places_.pop_back();
        }
    }
    if (to_make) {
        try {
            mine.set_value(make(number));
        } catch (...) {
            mine.set_exception(std::current_exception());
        }
    }
    return song.get();
}

}  // namespace chladni
