#include "engine/runtime/film_folder.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "engine/base/check.h"
#include "engine/base/digits.h"
#include "engine/base/log.h"
#include "engine/runtime/cover.h"
#include "engine/runtime/film_scan.h"

namespace chladni {

namespace {

constexpr double kMostEnlarged = 2.0;

std::string size_words(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

void check_format(const ClipFormat& clip, int ratio) {
    if (ratio < 1 || clip.frames < 1 || (clip.frames - 1) % ratio != 0)
        throw UsageError("expected a number of frames per clip that is a multiple of " + std::to_string(ratio) + " and one more, such as " +
                         std::to_string(6 * ratio + 1) + ", got " + std::to_string(clip.frames));
    if (clip.width < 1 || clip.height < 1) throw UsageError("expected a size of clips over 0, got " + size_words(clip.width, clip.height));
    if (!(clip.frame_rate >= 1 && clip.frame_rate <= 240))
        throw UsageError("expected 1 to 240 frames per second, got " + std::to_string(clip.frame_rate));
    if (!(clip.sample_rate >= 1000 && clip.sample_rate <= 768000))
        throw UsageError("expected a sample rate of 1000 to 768000 Hz, got " + std::to_string(clip.sample_rate));
}

std::string key_of(const FolderFilm& film, double begin_s, const ClipFormat& clip) {
    return film.name + "|" + std::to_string(film.state.bytes) + "|" + std::to_string(film.state.changed_ns) + "|" +
           std::to_string(film.state.beat_nets) + "|" + std::to_string(begin_s) + "|" + std::to_string(clip.frames) + "|" +
           size_words(clip.width, clip.height) + "|" + std::to_string(clip.frame_rate) + "|" + std::to_string(clip.sample_rate);
}

}  // namespace

FilmFolder::FilmFolder(FilmFolderOptions options) : options_(std::move(options)) {
    check_format(options_.clip, options_.temporal_ratio);
    FilmList list = list_films(options_.folder);
    passed_over_ = list.passed_over;
    problems_ = std::move(list.problems);
    read_films(list.names);
    std::ranges::sort(problems_, {}, &FilmProblem::name);
}

void FilmFolder::read_films(const std::vector<std::string>& names) {
    for (std::size_t i = 0; i < names.size() && complete_; ++i) {
        const std::filesystem::path path = path_of(names[i]);
        if (options_.progress) options_.progress(names[i], i, names.size());
        try {
            const std::string caption = caption_beside(path, options_.caption);
            const FilmState state = state_of(path, options_.beat_nets.size());
            std::optional<FilmIndex> index = index_of(names[i], state);
            complete_ = index.has_value();
            if (!complete_) break;
            check_size(names[i], *index);
            add_film({names[i], caption, std::move(*index), state, {}, 0});
        } catch (const Error& error) {
            problems_.push_back({names[i], error.what()});
        }
    }
}

// From the folder of indexes, else from the film. Nothing where it was stopped.
std::optional<FilmIndex> FilmFolder::index_of(const std::string& name, const FilmState& state) const {
    const bool keep = !options_.indexes.empty();
    const std::filesystem::path kept = options_.indexes / (name + ".json");
    if (keep)
        if (auto index = load_film_index(kept, state)) return index;
    auto index = scan_film(path_of(name), options_.beat_nets, options_.stop);
    if (index && keep) save_film_index(kept, state, *index);
    return index;
}

void FilmFolder::check_size(const std::string& name, const FilmIndex& index) const {
    const ClipFormat& clip = options_.clip;
    const Cover cover = Cover::of(index.width, index.height, index.pixel_aspect, clip.width, clip.height);
    require(cover.scale <= kMostEnlarged, "expected a film that need not be made over twice as large for " + size_words(clip.width, clip.height) + ", '" +
                                              path_of(name).string() + "' has " + size_words(index.width, index.height));
}

void FilmFolder::add_film(FolderFilm film) {
    const ClipFormat& clip = options_.clip;
    film.clips_s = clip_begins(film.index.stretches, clip.frames, clip.frame_rate);
    film.too_short = short_stretches(film.index.stretches, clip.frames, clip.frame_rate);
    for (const double begin_s : film.clips_s)
        places_.push_back({films_.size(), begin_s, film.name + " at " + with_digits(begin_s, 3) + " s", key_of(film, begin_s, clip)});
    films_.push_back(std::move(film));
}

FilmClip FilmFolder::clip(std::size_t number) const {
    require(number < size(), "expected a clip below " + std::to_string(size()) + ", got " + std::to_string(number));
    FilmClip found;
    cut(places_[number].film, {number}, [&](std::size_t, FilmClip&& clip) { found = std::move(clip); return false; }, {});
    return found;
}

bool FilmFolder::for_each_clip(const std::function<bool(std::size_t)>& wanted, const std::function<bool(std::size_t, FilmClip&&)>& take,
                               std::stop_token stop) const {
    std::size_t number = 0;
    for (std::size_t film = 0; film < films_.size(); ++film) {
        std::vector<std::size_t> numbers;
        for (; number < size() && places_[number].film == film; ++number)
            if (wanted(number)) numbers.push_back(number);
        if (stop.stop_requested() || (!numbers.empty() && !cut_or_pass_by(film, numbers, take, stop))) return false;
    }
    return true;
}

// A film that has changed or cannot be read any more costs its clips, not the work on all others; what `take` throws is the caller's.
bool FilmFolder::cut_or_pass_by(std::size_t film, const std::vector<std::size_t>& numbers, const std::function<bool(std::size_t, FilmClip&&)>& take,
                                std::stop_token stop) const {
    std::exception_ptr thrown;
    const auto guarded = [&](std::size_t number, FilmClip&& clip) {
        try {
            return take(number, std::move(clip));
        } catch (...) {
            thrown = std::current_exception();
            return false;
        }
    };
    bool whole = true;
    try {
        whole = cut(film, numbers, guarded, stop);
    } catch (const Error& error) {
        log_warning(std::string("passed by: ") + error.what());
    }
    if (thrown) std::rethrow_exception(thrown);
    return whole;
}

bool FilmFolder::cut(std::size_t number, const std::vector<std::size_t>& numbers, const std::function<bool(std::size_t, FilmClip&&)>& take,
                     std::stop_token stop) const {
    const FolderFilm& film = films_[number];
    const std::filesystem::path path = path_of(film.name);
    require(state_of(path, film.state.beat_nets) == film.state, "expected '" + path.string() + "' as it was when it was listed, it has changed since");
    std::vector<double> begins_s;
    for (const std::size_t i : numbers) begins_s.push_back(places_[i].begin_s);
    return cut_film(path, film.index, options_.clip, begins_s, stop, [&](std::size_t i, FilmClip&& clip) {
        clip.name = places_[numbers[i]].name;
        clip.caption = film.caption;
        return take(numbers[i], std::move(clip));
    });
}

}  // namespace chladni
