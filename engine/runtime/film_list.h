#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace chladni {

/// A film, or a folder, that cannot be used, and why.
struct FilmProblem {
    std::string name;      ///< below the folder of films
    std::string sentence;
};

struct FilmList {
    std::vector<std::string> names;      ///< below the folder, in the order of their names
    std::vector<FilmProblem> problems;
    std::size_t passed_over = 0;         ///< files whose names are not those of films
};

/// Every file with a film's extension, in all folders below. Names that begin with a dot and links to folders are left alone.
/// Throws Error where there is no such folder.
FilmList list_films(const std::filesystem::path& folder);

/// What NAME.txt beside a film says, its lines joined by spaces; `fallback` where there is none or it is blank.
/// Throws Error where it is no short text in UTF-8.
std::string caption_beside(const std::filesystem::path& film, const std::string& fallback);

}  // namespace chladni
