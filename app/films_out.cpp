#include "app/films_out.h"

#include "app/words.h"

namespace chladni {

namespace {

std::string counted(std::size_t number, const std::string& one, const std::string& many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::string size_words(int width, int height) { return std::to_string(width) + "x" + std::to_string(height); }

std::string summary(const FilmFolder& folder, const ClipFormat& format) {
    const double clip_s = format.frames / format.frame_rate;
    return counted(folder.size(), "clip", "clips") + " from " + counted(folder.films().size(), "film", "films") + ", " +
           with_digits(clip_s * static_cast<double>(folder.size()), 1) + " s in all: " + std::to_string(format.frames) + " frames (" +
           with_digits(clip_s, 2) + " s) of " + size_words(format.width, format.height) + ", " + with_digits(format.frame_rate, 3) + " a second\n";
}

std::string line_of(const FolderFilm& film) {
    const FilmIndex& index = film.index;
    std::string line = film.name + ": " + counted(film.clips_s.size(), "clip", "clips") + ", " + counted(index.cuts.size(), "cut", "cuts");
    if (film.too_short > 0) line += ", " + counted(film.too_short, "stretch", "stretches") + " too short";
    line += "; " + size_words(index.width, index.height) + ", " + counted(index.pictures, "picture", "pictures") + ", " +
            with_digits(index.frame_rate, 3) + " a second, " + (index.has_sound ? counted(index.beats_s.size(), "beat", "beats") : "no sound");
    return line + "; " + (film.caption.empty() ? "no caption" : "\"" + film.caption + "\"") + "\n";
}

OrderedJson json_of(const FolderFilm& film) {
    OrderedJson cuts = OrderedJson::array();
    for (const FilmCut& cut : film.index.cuts) cuts.push_back({{"picture", cut.picture}, {"time_s", cut.time_s}});
    return {{"name", film.name}, {"width", film.index.width}, {"height", film.index.height}, {"frame_rate", film.index.frame_rate},
            {"pictures", film.index.pictures}, {"has_sound", film.index.has_sound}, {"beats", film.index.beats_s.size()},
            {"caption", film.caption}, {"cuts", cuts}, {"clips", film.clips_s}, {"too_short", film.too_short}};
}

}  // namespace

std::string words_of(const FilmFolder& folder, const ClipFormat& format) {
    std::string words = summary(folder, format);
    for (const FolderFilm& film : folder.films()) words += line_of(film);
    if (folder.passed_over() > 0) words += counted(folder.passed_over(), "file", "files") + " passed over: not the name of a film\n";
    if (!folder.problems().empty()) words += counted(folder.problems().size(), "problem", "problems") + "\n";
    for (const FilmProblem& problem : folder.problems()) words += problem.name + ": " + problem.sentence + "\n";
    return words;
}

OrderedJson json_of(const FilmFolder& folder, const ClipFormat& format) {
    OrderedJson films = OrderedJson::array(), problems = OrderedJson::array();
    for (const FolderFilm& film : folder.films()) films.push_back(json_of(film));
    for (const FilmProblem& problem : folder.problems()) problems.push_back({{"name", problem.name}, {"sentence", problem.sentence}});
    return {{"clips", folder.size()}, {"clip_s", format.frames / format.frame_rate}, {"passed_over", folder.passed_over()},
            {"films", films}, {"problems", problems}};
}

}  // namespace chladni
