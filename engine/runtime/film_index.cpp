#include "engine/runtime/film_index.h"

#include "engine/base/atomic_file.h"
#include "engine/base/check.h"
#include "engine/base/json.h"

namespace chladni {

namespace fs = std::filesystem;

namespace {

constexpr int kVersion = 1;  // another one where cuts or beats are found in another way

Json json_of(const FilmState& state) {
    return {{"version", kVersion}, {"bytes", state.bytes}, {"changed_ns", state.changed_ns}, {"beat_nets", state.beat_nets}};
}

Json json_of(const FilmIndex& index) {
    Json cuts = Json::array(), stretches = Json::array();
    for (const FilmCut& cut : index.cuts) cuts.push_back({cut.picture, cut.time_s});
    for (const FilmStretch& stretch : index.stretches) stretches.push_back({stretch.begin_s, stretch.until_s});
    return {{"width", index.width}, {"height", index.height}, {"pixel_aspect", index.pixel_aspect}, {"frame_rate", index.frame_rate},
            {"pictures", index.pictures}, {"cuts", cuts}, {"stretches", stretches}, {"has_sound", index.has_sound}, {"beats_s", index.beats_s}};
}

FilmIndex index_of(const Json& json) {
    FilmIndex index{json.at("width"), json.at("height"), json.at("pixel_aspect"), json.at("frame_rate"), json.at("pictures"),
                    {}, {}, json.at("has_sound"), json.at("beats_s")};
    for (const Json& cut : json.at("cuts")) index.cuts.push_back({cut.at(0), cut.at(1)});
    for (const Json& stretch : json.at("stretches")) index.stretches.push_back({stretch.at(0), stretch.at(1)});
    return index;
}

}  // namespace

FilmState state_of(const fs::path& film, std::size_t beat_nets) {
    std::error_code no_size, no_time;
    const std::uintmax_t bytes = fs::file_size(film, no_size);
    const fs::file_time_type changed = fs::last_write_time(film, no_time);
    require(!no_size && !no_time, "expected a film at '" + film.string() + "', found none");
    return {bytes, std::chrono::duration_cast<std::chrono::nanoseconds>(changed.time_since_epoch()).count(), beat_nets};
}

// What stands there was written by another version, or by hand: whatever is wrong with it, the film is read again.
std::optional<FilmIndex> load_film_index(const fs::path& json, const FilmState& state) {
    std::error_code error;
    if (!fs::is_regular_file(json, error)) return std::nullopt;
    try {
        const Json kept = parse_shallow(read_text_file(json));
        if (kept.at("film") != json_of(state)) return std::nullopt;
        return index_of(kept.at("found"));
    } catch (const Error&) {
        return std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

void save_film_index(const fs::path& json, const FilmState& state, const FilmIndex& index) {
    std::error_code error;
    fs::create_directories(json.parent_path(), error);
    require(!error, "expected to make the folder '" + json.parent_path().string() + "', got: " + error.message());
    write_file_atomically(json, Json{{"film", json_of(state)}, {"found", json_of(index)}}.dump(1) + "\n");
}

}  // namespace chladni
